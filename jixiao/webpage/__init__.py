"""One self-contained page (HTML) that shows a dataset and what an audit found in it."""
