"""``jixiao check``: how far our records agree with the goldens."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("ids", nargs=-1)
@click.option(
    "--golden",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path("golden"),
    show_default=True,
    help="The folder of goldens.",
)
@click.option("--quiet", is_flag=True, help="Only the figures, no differences.")
def check(ids: tuple[str, ...], golden: Path, quiet: bool) -> None:
    """Compare with the goldens named IDS, or with all.

    Documents are found by their digest under corpus/ beside the goldens, and
    under the folder $JIXIAO_REPORTS. Exit 1 where one falls below its bar.

    \b
    Examples:
      jixiao check
      jixiao check seed-a4-pdf --golden golden
    """
    from jixiao.comparison import BAR, OTHER, STRICT, differences, f1
    from jixiao.comparison import check as check_golden
    from jixiao.golden import document_roots, find_document, goldens

    found = [g for g in goldens(golden) if not ids or g.slug in ids]
    unknown = set(ids) - {g.slug for g in found}
    if unknown:
        raise click.UsageError(f"no golden named {', '.join(sorted(unknown))} in {golden}")
    totals = [0, 0, 0]
    low = False
    for item in found:
        path = find_document(item.sidecar["sha256"], document_roots(golden))
        if path is None:
            click.echo(f"{item.slug}: skipped, its document is not here", err=True)
            continue
        result = check_golden(item, path)
        counts = result.strict_counts()
        totals = [a + b for a, b in zip(totals, counts, strict=True)]
        below = result.strict_f1 < BAR and not item.sidecar.get("known_failure")
        low = low or below
        mark = "BELOW" if below else "ok"
        fields = " ".join(
            f"{name}={accuracy:.3f}"
            for name in (*STRICT, *OTHER)
            if (accuracy := result.field_accuracy(name)) < 1
        )
        click.echo(
            f"{mark:5} {item.slug}: strict F1 {result.strict_f1:.4f} "
            f"({counts[0]} right of {counts[1]} golden, {counts[2]} ours) "
            f"funds F1 {result.funds_f1:.4f} {fields}"
        )
        if not quiet:
            for line in differences(result):
                click.echo(f"      {line}")
    click.echo(f"all: strict F1 {f1(*totals):.4f} over {totals[1]} golden rows")
    if low:
        raise click.exceptions.Exit(1)
