"""Layouts that a person could give a response file: the same data, in many hands."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

ITEMS = ("one", "two", "three", "four", "five-and-more")
TEXTS = st.sampled_from(
    ["plain", "a # no comment", 'with "quotes"', "l1\nl2", "l1\n\n# not a comment\n", "[answers.x]"]
)


@st.composite
def answers(draw: st.DrawFn) -> dict[str, Any]:
    table: dict[str, Any] = {}
    if draw(st.booleans()):
        table["score"] = draw(st.integers(0, 4))
        if table["score"] == 2 and draw(st.booleans()):
            table["done_by"] = draw(st.sampled_from(["buyer", "vendor"]))
    elif draw(st.booleans()):
        table["skip"] = draw(st.sampled_from(["unknown", "no-occasion"]))
    if draw(st.booleans()):
        table["basis"] = draw(st.sampled_from(["observed", "documented"]))
    if draw(st.booleans()):
        table["evidence"] = draw(TEXTS)
    if draw(st.integers(0, 3)) == 0:
        table["asked_by"] = draw(TEXTS)
    return table


class Layout:
    """A text in the making; every comment names the key that it is about."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.lines: list[str] = []

    def often(self) -> bool:
        return self.draw(st.integers(0, 2)) > 0

    def rarely(self) -> bool:
        return self.draw(st.integers(0, 3)) == 0

    def value(self, value: Any, inline: bool = False) -> str:
        if isinstance(value, str) and "\n" in value and not inline and self.often():
            return f'"""\n{value}"""'
        if isinstance(value, str) and "'" not in value and "\n" not in value and self.rarely():
            return f"'{value}'"
        return json.dumps(value)

    def key(self, key: str) -> str:
        return f'"{key}"' if self.rarely() else key

    def above(self, about: str) -> None:
        if self.rarely():
            self.lines.append("")
        for number in range(self.draw(st.integers(0, 2))):
            self.lines.append(f"{self.indent()}# above {number} {about}")

    def indent(self) -> str:
        return self.draw(st.sampled_from(["", "", "  ", "\t"]))

    def beside(self, about: str) -> str:
        return f" # beside {about}" if self.rarely() else ""

    def statement(self, left: str, value: str, about: str) -> None:
        self.above(about)
        equals = self.draw(st.sampled_from([" = ", "=", "\t= "]))
        line = f"{self.indent()}{left}{equals}{value}{self.beside(about)}"
        self.lines.extend(line.split("\n"))

    def section(self, item: str, table: dict[str, Any]) -> None:
        self.above(f"[{item}]")
        head = f"[answers.{self.key(item)}]" if self.often() else f"[ answers . {item} ]"
        self.lines.append(f"{head}{self.beside(f'[{item}]')}")
        for key in self.draw(st.permutations(list(table))):
            self.statement(self.key(key), self.value(table[key]), f"{item}.{key}")

    def inline(self, item: str, table: dict[str, Any], prefix: str) -> None:
        parts = (f"{key} = {self.value(value, inline=True)}" for key, value in table.items())
        self.statement(f"{prefix}{item}", "{" + ", ".join(parts) + "}", f"[{item}]")

    def dotted(self, item: str, table: dict[str, Any], prefix: str) -> None:
        for key, value in table.items():
            self.statement(f"{prefix}{item}.{key}", self.value(value), f"{item}.{key}")


@st.composite
def layouts(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A text, and the data in it."""
    layout = Layout(draw)
    tables = {item: draw(answers()) for item in ITEMS if draw(st.integers(0, 4))}
    header = {"format": 1, "instrument": "partnership", "respondent": "Alice"}
    if draw(st.integers(0, 3)) == 0:
        header["team"] = draw(TEXTS)
    for key, value in header.items():
        layout.statement(layout.key(key), layout.value(value), key)
    styles = {
        item: draw(st.sampled_from(["section", "section", "inline", "dotted"])) for item in tables
    }
    one_line = draw(st.integers(0, 7)) == 0
    under_header = draw(st.booleans())
    data: dict[str, Any] = {**header, "answers": dict(tables)}
    if one_line:
        inner = ", ".join(
            f"{item} = {{" + ", ".join(f"{k} = {json.dumps(v)}" for k, v in table.items()) + "}"
            for item, table in tables.items()
        )
        layout.statement("answers", "{" + inner + "}", "[answers]")
    else:
        flat = {
            i: t
            for i, t in tables.items()
            if styles[i] != "section" and (t or styles[i] == "inline")
        }
        if flat and under_header:
            layout.above("[answers]")
            layout.lines.append("[answers]")
        prefix = "" if under_header else "answers."
        for item, table in flat.items():
            getattr(layout, styles[item])(item, table, prefix)
        for item in draw(st.permutations([i for i in tables if i not in flat])):
            if layout.rarely() and "extra" not in data:
                layout.lines.append("[extra]")
                layout.statement("kept", "[1, 2, # inside\n 3]", "extra.kept")
                data["extra"] = {"kept": [1, 2, 3]}
            layout.section(item, tables[item])
        if not tables and not (flat and under_header):
            layout.lines.append("[answers]")
    if draw(st.booleans()):
        layout.lines.extend(["", "# the end"])
    end = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    text = end.join(layout.lines) + draw(st.sampled_from([end, end, ""]))
    return text, data
