"""The patterns that a table is read by, compiled together when the first table is."""

from __future__ import annotations

from normalizers.patterns import family

of_tables = family()
