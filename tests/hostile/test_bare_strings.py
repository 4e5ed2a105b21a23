"""No bare string into a widget: Textual reads markup and sends control characters in any of them.

What is drawn goes through `Lines.paint`, whose spans no markup is looked for in; the few widgets
of Textual that hold text of their own are named here, with what may be given to them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import partnercheck.app

APP = Path(partnercheck.app.__file__).parent
# What may be imported of textual.widgets: fields, whose values are plain text to them.
WIDGETS = {"Input", "TextArea"}
CONTAINERS = {"Horizontal", "Vertical", "VerticalScroll", "Container"}
# Methods that take a text, and would read markup in it or send it as it is.
METHODS = {
    *("notify", "update", "add_option", "add_options", "add_row", "add_column", "set_options"),
    *("write_line", "from_markup", "from_ansi", "write", "print", "log", "render_str", "bell"),
    *("deliver_text", "open_url", "suspend", "push_screen_wait", "action_notify", "run_action"),
}
# Attributes that are drawn, or become a title of the terminal.
ATTRIBUTES = {
    *("border_title", "border_subtitle", "tooltip", "title", "sub_title", "placeholder", "label"),
    *("prompt", "renderable", "markup", "visual"),
}
PLAIN = {"Content", "Text", "clean"}
# Where such a call is something else: a file is written, an action of our own is run, the
# terminal is left to an editor.
ALLOWED = {
    ("running.py", "write"),
    ("palette_entries.py", "run_action"),
    ("terminal/crash.py", "write"),
    ("terminal/driver.py", "write"),
    ("terminal/job_control.py", "write"),
    ("terminal/key_order.py", "run_action"),
    ("shared/editor.py", "suspend"),
    ("shared/editor.py", "write"),
    ("shared/form_page.py", "run_action"),
    ("shared/lines_to_paste.py", "write"),
    ("shared/page.py", "run_action"),
}
SEGMENTS = {"shared/widgets/lines.py", "application.py"}


def found_in(source: str, file: str) -> Iterator[str]:
    """What is careless in a module, with its line."""
    for node in ast.walk(ast.parse(source)):
        for what in _careless(node, file):
            yield f"{file}:{getattr(node, 'lineno', 0)}: {what}"


def _careless(node: ast.AST, file: str) -> Iterator[str]:
    if isinstance(node, ast.ImportFrom) and node.module:
        yield from _careless_import(node.module, {each.name for each in node.names}, file)
    elif isinstance(node, ast.Import):
        named = " ".join(each.name for each in node.names)
        yield from ["import the widgets by name"] if "widgets" in named else []
    elif isinstance(node, ast.Call):
        yield from _careless_call(node, file)
    elif isinstance(node, ast.Assign | ast.AnnAssign) and not _plain(node.value):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        drawn = [each.attr for each in targets if isinstance(each, ast.Attribute)]
        yield from (f"{each} is given a bare string" for each in drawn if each in ATTRIBUTES)
    elif isinstance(node, ast.FunctionDef) and node.name in ("render", "render_str", "__rich__"):
        yield f"{node.name} gives Textual text of its own; paint lines instead"


def _careless_import(module: str, names: set[str], file: str) -> Iterator[str]:
    known = {"textual.widgets": WIDGETS, "textual.containers": CONTAINERS}.get(module, names)
    yield from (f"{each} draws strings" for each in sorted(names - known))
    if module.startswith(("textual.widgets.", "textual.markup", "rich.markup")):
        yield f"{module} is not to be used"
    if module == "rich.segment" and file not in SEGMENTS:
        yield "segments are made in the canvas alone"
    if module.split(".")[0] == "rich" and names & {"print", "Console"}:
        yield "nothing is printed beside the screens"


def _careless_call(node: ast.Call, file: str) -> Iterator[str]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    name = node.func.id if isinstance(node.func, ast.Name) else name
    taken = name in METHODS and (file, name) not in ALLOWED
    if taken and isinstance(node.func, ast.Attribute) and not all(map(_plain, node.args or [None])):
        yield f"{name} is given what may be a bare string"
    if name == "print":
        yield "nothing is printed beside the screens"
    if name in ("Input", "Typed") and node.args and not _plain(node.args[0]):
        yield f"the value of {name} is not cleaned"
    for keyword in node.keywords:
        if keyword.arg in ATTRIBUTES - {"placeholder", "label", "title", "markup"} and not _plain(
            keyword.value
        ):
            yield f"{keyword.arg} is given a string that may come from anywhere"
        hints = ("field.hint", "SEARCH")
        if keyword.arg == "placeholder" and not (
            _plain(keyword.value) or ast.unparse(keyword.value) in hints
        ):
            yield "placeholder is given a string that may come from anywhere"
        if keyword.arg == "markup" and ast.unparse(keyword.value) != "False":
            yield "markup is never wanted"


def _plain(node: ast.expr | None) -> bool:
    """A text of our own, without markup; one that is cleaned; or what is no string at all."""
    if isinstance(node, ast.Constant):
        return not isinstance(node.value, str) or "[" not in node.value
    if isinstance(node, ast.Call):
        func = node.func
        named = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
        return named in PLAIN
    return isinstance(node, ast.Lambda)


MODULES = sorted(APP.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(APP).as_posix())
def test_no_widget_is_given_a_bare_string(path: Path) -> None:
    file = path.relative_to(APP).as_posix()
    assert [*found_in(path.read_text("utf-8"), file)] == []


@pytest.mark.parametrize(
    "careless",
    [
        'self.notify(f"Saved {name}")',
        "self.notify(name)",
        "self.app.notify(message=name)",
        "from textual.widgets import Static",
        "from textual.widgets import Label, Input",
        "import textual.widgets",
        "from textual.widgets.option_list import Option",
        "self.query_one('#a').update(vendor.name)",
        'widget.border_title = f"{vendor.name}"',
        "self.sub_title = vendor.name",
        "self.title: str = name",
        "table.add_row(vendor.name)",
        "Input(vendor.name)",
        "Typed(value)",
        "Input(placeholder=vendor.name)",
        "Widget(tooltip=vendor.name)",
        "def render(self):\n    return self.name",
        "print(vendor.name)",
        "from rich.segment import Segment",
        "from rich.console import Console",
        "Content.from_markup(vendor.name)",
        "TextArea(text, markup=True)",
        "self.title = '[b]Acme'",
    ],
)
def test_what_is_careless_is_found(careless: str) -> None:
    assert [*found_in(careless, "shared/new.py")]


@pytest.mark.parametrize(
    "careful",
    [
        "self.notify(Content(vendor.name))",
        "self.query_one('#a').paint([line(vendor.name)])",
        "self.show_message(vendor.name)",
        "Input(clean(value), placeholder='a name')",
        "TITLE = 'partnercheck'",
        "self.sub_title = 'the agenda'",
        "from textual.widgets import Input, TextArea",
    ],
)
def test_what_is_careful_passes(careful: str) -> None:
    assert not [*found_in(careful, "shared/new.py")]
