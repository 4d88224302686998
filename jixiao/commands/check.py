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
    under the folder $JIXIAO_REPORTS. Each difference is told with the stage at fault:
    the page (its text is not there), the cell (it is, but not as one cell), joining
    (of pages, or the rows a label covers) or the role of a column. Exit 1 where a
    golden, a layout or a field falls below its bar.

    \b
    Examples:
      jixiao check
      jixiao check seed-a4-pdf --golden golden
    """
    from jixiao.comparison import BAR, Comparison, differences
    from jixiao.comparison import check as check_golden
    from jixiao.faults import reread
    from jixiao.golden import document_roots, find_document, goldens
    from jixiao.scores import score_table, scores

    found = [g for g in goldens(golden) if not ids or g.slug in ids]
    unknown = set(ids) - {g.slug for g in found}
    if unknown:
        raise click.UsageError(f"no golden named {', '.join(sorted(unknown))} in {golden}")
    results: list[Comparison] = []
    low = False
    for item in found:
        path = find_document(item.sidecar["sha256"], document_roots(golden))
        if path is None:
            click.echo(f"{item.slug}: skipped, its document is not here", err=True)
            continue
        result = check_golden(item, path)
        right, rows, ours = result.strict_counts()
        known = item.sidecar.get("known_failure")
        below = min(result.strict_f1, result.funds_f1) < BAR
        low = low or (below and not known)
        mark = "known" if below and known else "BELOW" if below else "ok"
        click.echo(
            f"{mark:5} {item.slug}: strict F1 {result.strict_f1:.4f} "
            f"({right} right of {rows} golden, {ours} ours), funds F1 {result.funds_f1:.4f}"
        )
        if result.differs and not quiet:
            stage = reread(path).stage if rows else None
            for line in differences(result, stage):
                click.echo(f"      {line}")
        if not known:
            results.append(result)
    figures = list(scores(results))
    click.echo()
    for line in score_table(figures):
        click.echo(line)
    if low or any(figure.low for figure in figures):
        raise click.exceptions.Exit(1)
