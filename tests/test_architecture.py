"""The layout of the code: no circles of imports, nothing loose at the package's root."""

import ast
import tomllib
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "partnercheck"
AT_THE_ROOT = {"__init__", "__main__", "cli"}
# Packages without code: data that is copied.
DATA_ONLY = {"demo"}
# These open the screens, or are the screens.
MAY_KNOW_TEXTUAL = {"app", "commands"}


def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name."""
    names = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        names[".".join(parts).removesuffix(".__init__")] = path
    return names


def imported(path: Path, known: dict[str, Path]) -> set[str]:
    """The package's own modules that a file imports, type-checking and local imports included."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                inner = f"{node.module}.{name.name}"
                found.add(inner if inner in known else node.module)
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return found & known.keys()


def circle(graph: dict[str, set[str]]) -> list[str]:
    """A circle of imports; empty if there is none."""
    finished: set[str] = set()

    def visit(module: str, path: list[str]) -> list[str]:
        if module in path:
            return [*path[path.index(module) :], module]
        if module in finished:
            return []
        for other in sorted(graph[module] - {module}):
            if found := visit(other, [*path, module]):
                return found
        finished.add(module)
        return []

    return next(filter(None, (visit(module, []) for module in sorted(graph))), [])


def test_no_module_imports_itself_in_a_circle() -> None:
    known = modules()
    graph = {name: imported(path, known) for name, path in known.items()}
    assert circle(graph) == []


@pytest.mark.parametrize(
    ("graph", "expected"),
    [
        ({"a": {"b"}, "b": {"c"}, "c": {"b"}}, ["b", "c", "b"]),
        ({"a": {"b", "c"}, "b": {"c"}, "c": set()}, []),
    ],
)
def test_a_circle_is_found(graph: dict[str, set[str]], expected: list[str]) -> None:
    assert circle(graph) == expected


def test_nothing_is_loose_at_the_root() -> None:
    assert {path.stem for path in PACKAGE.glob("*.py")} == AT_THE_ROOT


def test_every_package_is_in_the_contracts() -> None:
    settings = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text("utf-8"))
    screens, _, layers = settings["tool"]["importlinter"]["contracts"]
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    without_textual = {name.removeprefix("partnercheck.") for name in screens["source_modules"]}
    assert without_textual == packages - MAY_KNOW_TEXTUAL
    named = " ".join(layers["layers"]).replace("|", " ").replace(":", " ").split()
    assert set(named) == (packages | AT_THE_ROOT) - {"__init__"} - DATA_ONLY
