"""No room of the core is forgotten where it is said that it knows nothing of the screens."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
# What opens the screens, each only where it does so; and what holds no code.
OPENING = {"__init__", "__main__", "app", "cli", "commands"}


def rooms() -> set[str]:
    package = ROOT / "partnercheck"
    folders = {each.parent.name for each in package.glob("*/__init__.py")}
    return {each.stem for each in package.glob("*.py")} | folders


def test_every_room_of_the_core_is_in_the_contracts() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    screens, _, one_way = settings["tool"]["importlinter"]["contracts"]
    apart = {each.removeprefix("partnercheck.") for each in screens["source_modules"]}
    assert apart == rooms() - OPENING
    layers = " ".join(one_way["layers"]).replace("|", " ").replace(":", " ").split()
    assert rooms() - {each.split(".")[1] for each in layers} == {"__init__", "__main__"}
