"""What the screens use of Textual's private parts is listed, and is still there."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.widgets import Input, TextArea

import partnercheck.app
from partnercheck.app.terminal import textual_private
from partnercheck.app.terminal.textual_private import (
    OVERRIDDEN,
    READ,
    ChangedTextualError,
    XTermParser,
    require_parts,
)

OF_TEXTUAL = {each.__name__: each for each in (App, Input, TextArea, LinuxDriver, XTermParser)}
LISTED = {name for table in (OVERRIDDEN, READ) for names in table.values() for name in names}
ATTRIBUTE = re.compile(r"\bself\.(_[a-z]\w*)")
USED = re.compile(r"\b(?:self\.|def )(_[a-z]\w*)")
SYSTEM_CALLS = {"os._exit"}


def classes_on_textual() -> Iterator[type]:
    """Our classes that are built on classes of Textual."""
    for module in walk_packages(partnercheck.app.__path__, "partnercheck.app."):
        for _, kind in inspect.getmembers(import_module(module.name), inspect.isclass):
            if kind.__module__ == module.name and any(bases_of(kind)):
                yield kind


def bases_of(kind: type) -> Iterator[type]:
    return (each for each in kind.__mro__ if each.__module__.startswith("textual"))


@cache
def attributes_of(kind: type) -> set[str]:
    """The private attributes of a class of Textual, its instances' too."""
    own = {name for name in vars(kind) if re.match(r"_[a-z]", name)}
    return own | set(ATTRIBUTE.findall(inspect.getsource(kind)))


def test_every_private_part_that_is_used_is_listed() -> None:
    unlisted = {
        f"{kind.__qualname__}.{name}"
        for kind in classes_on_textual()
        for name in USED.findall(inspect.getsource(kind))
        if name not in LISTED
        if any(name in attributes_of(base) for base in bases_of(kind))
    }
    assert unlisted == set()


def test_no_private_part_of_another_object_is_used_elsewhere() -> None:
    found = set()
    for path in Path(partnercheck.app.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and re.search(r"textual.*\._", node.module or ""):
                found.add(f"{path.name}: {node.module}")
            if not isinstance(node, ast.Attribute) or not re.match(r"_[a-z]", node.attr):
                continue
            # A part of every named tuple that all may use, whatever its name.
            if node.attr == "_replace":
                continue
            whole = ast.unparse(node)
            if not re.match(r"(self|cls|super\(\))\._\w+$", whole) and whole not in SYSTEM_CALLS:
                found.add(f"{path.name}: {whole}")
    own = f"{Path(textual_private.__file__).name}:"
    assert {each for each in found if not each.startswith(own)} == set()


@pytest.mark.parametrize(
    ("kind", "name"), [(k, n) for t in (OVERRIDDEN, READ) for k in t for n in t[k]]
)
def test_every_listed_part_is_there(kind: str, name: str) -> None:
    bases = bases_of(OF_TEXTUAL[kind])
    assert any(name in vars(each) or name in attributes_of(each) for each in bases)


def test_a_driver_whose_reading_has_another_name_is_refused_at_start() -> None:
    class Renamed:
        def run_input_thread(self) -> None: ...

    require_parts(LinuxDriver)
    with pytest.raises(ChangedTextualError, match=r"Renamed\._run_input_thread; install textual"):
        require_parts(Renamed)
    with pytest.raises(ChangedTextualError, match=r"_sequence_to_key_events, Renamed\.parse_mouse"):
        require_parts(LinuxDriver, Renamed)
