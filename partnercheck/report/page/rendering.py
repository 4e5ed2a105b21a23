"""A report as HTML and as Markdown: the templates, and the escaping of all text in them.

All text is escaped for its format: in HTML by Jinja itself, in Markdown as the last step of every
expression.
"""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined

from partnercheck.formats.markdown import escape_markdown
from partnercheck.report.agenda import OURS_MEANS
from partnercheck.report.page.records import Page
from partnercheck.report.vendor_result import NO_MARK
from partnercheck.report.words import customer

SENTENCES = {
    "no_mark": NO_MARK,
    "ours_means": OURS_MEANS,
    "customer_words": {
        "title": customer.TITLE,
        "condition_header": customer.CONDITION_HEADER,
        "item_header": customer.ITEM_HEADER,
        "ours": customer.OURS,
        "giving": customer.GIVING,
    },
}


def html(page: Page) -> str:
    """Return the report as one self-contained HTML page."""
    return html_page("page.html", page=page, **SENTENCES)


def html_page(template: str, **content: object) -> str:
    """Return a template with its content, all of which is escaped for HTML."""
    templates = Environment(
        autoescape=True,
        loader=PackageLoader("partnercheck.report.page"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return f"{templates.get_template(template).render(**content)}\n"


def markdown(page: Page, drawn_map: str = "") -> str:
    """Return the report as Markdown; `drawn_map` is the map as a fenced block of text."""
    templates = Environment(
        finalize=_escaped,
        loader=PackageLoader("partnercheck.report.page"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    templates.filters["link"] = _Link
    parts = [templates.get_template(name) for name in ("overview.md", "vendors.md")]
    before, after = (part.render(page=page, **SENTENCES) for part in parts)
    return f"{before}{drawn_map}{after}"


class _Link(str):
    """An address that `web_address` accepts: it contains no character that could end the link."""


def _escaped(value: object) -> str:
    if isinstance(value, _Link):
        # In angle brackets no character is special, so the address is not changed.
        return f"<{value}>"
    return escape_markdown(str(value))
