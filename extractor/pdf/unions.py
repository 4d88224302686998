"""Things joined two by two, and the groups they make in the end (union-find)."""

from __future__ import annotations


def root(parent: list[int], i: int) -> int:
    """The one that stands for the group of ``i``; joining two groups is
    ``parent[root(parent, i)] = root(parent, j)``, each thing being its own parent first."""
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i
