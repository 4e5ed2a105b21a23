"""The report on one page, as HTML and as Markdown."""
