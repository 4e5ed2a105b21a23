"""What is fuzzed: every reader of something that others wrote, with what must hold of it.

A target takes bytes and raises where it found something. The first byte says whether the others
are the file itself, or choices from which a file is built that looks more like one.
"""

from __future__ import annotations

import csv
import io
import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import tomli

from partnercheck.base import git
from partnercheck.base.errors import UserError
from partnercheck.base.records import Problem, Vendor
from partnercheck.base.text import clean, is_slug, one_line, slug
from partnercheck.exchange.form_write import END, refilled
from partnercheck.exchange.returned_form import read_form
from partnercheck.formats.csv_write import escape_formula
from partnercheck.formats.decoding import decode_text
from partnercheck.formats.markdown import escape_markdown
from partnercheck.questionnaires.read import instrument_of, packaged
from partnercheck.report import csv as csv_report
from partnercheck.report import json as json_report
from partnercheck.report import markdown as markdown_report
from partnercheck.report import text as text_report
from partnercheck.report.dossier.entries import dossier
from partnercheck.report.words.five_lines import five_lines
from partnercheck.storage.blocks import blocks, join_blocks
from partnercheck.storage.canonical import dumps
from partnercheck.storage.conflicts import longest_marker, marked, marked_lines, sides
from partnercheck.storage.edit import EditError, comments, edited
from partnercheck.storage.parse import Source, parse, same
from partnercheck.verdicts.history import Reported
from partnercheck.verdicts.judged import judge_round
from partnercheck.versions.merge import RESPONSE, kind_of, merge
from partnercheck.versions.merge_text import merge_texts
from partnercheck.workspace.agreement_files import goals_of, meetings_of, promises_of
from partnercheck.workspace.decisions import Filed, decision_of
from partnercheck.workspace.people_files import people_of
from partnercheck.workspace.read_round import Round
from partnercheck.workspace.read_vendor import VendorFiles
from partnercheck.workspace.readers import awaited_of, response_of, settings_of, vendor_of
from partnercheck.workspace.vendor_list import read_vendors
from tests.support.hostile_texts import SHORT, unsafe

PLACE = ("acme-logistics", "2026-q4", "buyer.alice-moreau.partnership.toml")
CLASSES = [each.id for each in packaged()["partnership"].classes]
ITEMS = [item.id for item in packaged()["partnership"].items]
KEYS = (
    *("format", "instrument", "vendor", "round", "perspective", "respondent", "level", "form"),
    *(
        "answers",
        "score",
        "skip",
        "reason",
        "basis",
        "evidence",
        "source",
        "on",
        "name",
        "id",
        "supplies",
    ),
    *(
        "value_chain",
        "owner",
        "since",
        "tags",
        "stage",
        "target",
        "target_why",
        "objective",
        "meets",
    ),
    *(
        "benefit_buyer",
        "benefit_vendor",
        "charter",
        "contact",
        "facts",
        "people",
        "email",
        "archived",
        "organisation",
        "cadence",
        "key_goals",
    ),
    *(
        "meetings",
        "goals",
        "title",
        "period",
        "due",
        "state",
        "begun",
        "ended",
        "times_extended",
        "note",
    ),
    *("gain_buyer", "gain_vendor", "owner_buyer", "owner_vendor", "present", "decided", "we"),
    *(
        "promises",
        "text",
        "made",
        "they",
        "next",
        "by",
        "dissent",
        "verdict_low",
        "verdict_high",
        "version",
        "asked",
    ),
    *("conditions", "items", "classes", "states", "limits", "axes", "groups", "offers", "warnings"),
    *("anchors", "condition", "topic", "buyer", "core", "critical", "short", "question", "rules"),
    *("at_least", "needs", "present", "partial", "glyph", "combine", "months", "classifies"),
    *("2026-11-24", "2026-02-30", "2026-11-24-2", "fewer-late-trucks", "", "a b", 'q"q', "é"),
    *ITEMS[:6],
)
VALUES = (
    *('"javascript:alert(1)"', '"file:///etc/passwd"', '"../x"', '"-o x"', '"https://a.example"'),
    *("0", "1", "2", "3", "4", "5", "-1", "7", "true", "false", "1.0", "nan", "-inf", "1e400"),
    *("2026-11-24", "0001-01-01", "9999-12-31", "2026-11-24T10:00:00Z", "10:00:00", "1_0", "0o7"),
    *("9223372036854775808", "-9223372036854775809", "0x" + "f" * 40, "0x" + "f" * 4000),
    *(
        "[]",
        "{}",
        "[1, 2]",
        '["a", "b"]',
        '[["a"]]',
        "{a = 1}",
        "[{a = 1}]",
        '""',
        "''",
        '"""\n"""',
    ),
    *('"partnership"', '"acme-logistics"', '"2026-q4"', '"buyer"', '"vendor"', '"Alice Moreau"'),
    *('"full"', '"quick"', '"unknown"', '"no-occasion"', '"observed"', '"opinion"', '"week"'),
    *('"active"', '"candidate"', '"partner"', '"supplier"', '"done"', '"open"', '"quarter"'),
    *('"""\nTwo\nlines"""', "'''\na'b'''", '"# no comment"', '"<<<<<<< HEAD"', "'\\'", '"\\u001b"'),
    *('["none", "one asked", "one side", "both", "at a cost"]', '"culture"', '"focus"', "0xFF"),
)
Place = tuple[str, ...]


class Choices:
    """Bytes as a row of choices; past their end it is always the first."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def number(self, below: int) -> int:
        found = self._data[self._at] if self._at < len(self._data) else 0
        self._at += 1
        return found % below

    def of(self, options: Sequence[str]) -> str:
        if len(options) > 256:
            return options[(self.number(256) << 8 | self.number(256)) % len(options)]
        return options[self.number(len(options))]

    @property
    def left(self) -> bool:
        return self._at < len(self._data)


def quoted(text: str) -> str:
    """A text as TOML's basic string."""
    made = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c) & 0xFFFF:04x}" for c in made) + '"'


def value(of: Choices) -> str:
    """A value of any kind, some of them hostile."""
    kind = of.number(8)
    if kind == 0:
        return quoted(of.of(SHORT).encode("utf-8", "ignore").decode())
    if kind == 1:
        return f"[{value(of)}, {value(of)}]" if of.left else "[]"
    if kind == 2:
        return f"{{{key(of)} = {value(of)}}}" if of.left else "{}"
    return of.of(VALUES)


def key(of: Choices) -> str:
    """A key: bare, quoted, or dotted."""
    named = of.of(KEYS)
    kind = of.number(16)
    if kind == 0:
        return f"{key(of)}.{named or 'a'}" if of.left else "a.b"
    if kind == 1:
        return quoted(of.of(SHORT[:60]).encode("utf-8", "ignore").decode())
    return named if re.fullmatch(r"[\w-]+", named, re.ASCII) and kind != 2 else quoted(named)


def built(of: Choices) -> str:
    """A TOML text in a layout of its own: comments, headers, dotted keys, arrays of tables."""
    lines = []
    if of.number(2):
        lines += ["format = 1", 'instrument = "partnership"', 'vendor = "acme-logistics"']
        lines += ['round = "2026-q4"', 'perspective = "buyer"', 'respondent = "Alice Moreau"']
    while of.left and len(lines) < 200:
        kind = of.number(10)
        if kind == 0:
            lines.append(f"# {of.of(KEYS)}")
        elif kind == 1:
            lines.append("")
        elif kind == 2:
            lines.append(f"[answers.{of.of(ITEMS)}]")
        elif kind == 3:
            lines.append(f"[{key(of)}]")
        elif kind == 4:
            lines.append(f"[[{key(of)}]]")
        elif kind == 5:
            tables = ("goals", "meetings", "promises", "asked", "answers", "terms")
            lines.append(f"[{of.of(tables)}.{key(of)}]  # {of.of(KEYS)}")
        else:
            lines.append(f"{key(of)} = {value(of)}{'  # why' if of.number(8) == 0 else ''}")
    end = ("\n", "\n", "\n", "\r\n")[of.number(4)]
    return end.join(lines) + (end if of.number(4) else "")


def file_of(data: bytes) -> bytes:
    """The file that the bytes stand for: themselves, or one that is built."""
    if data[:1] and data[0] % 2:
        return built(Choices(data[1:])).encode("utf-8", "replace")
    return data[1:]


def texts_of(data: bytes, count: int) -> list[str]:
    """Several texts that have something in common, as versions of one file have."""
    if data[:1] and data[0] % 2:
        of = Choices(data[1:])
        first = built(of).split("\n")
        versions = [first]
        for _ in range(count - 1):
            lines = list(first)
            for _ in range(of.number(4)):
                at = of.number(max(1, len(lines)))
                change = of.number(4)
                if change == 0:
                    lines[at : at + 1] = []
                elif change == 1:
                    lines.insert(at, f"{key(of)} = {value(of)}")
                elif change == 2:
                    lines.insert(at, f"# {of.of(KEYS)}")
                elif at < len(lines) and "=" in lines[at]:
                    lines[at] = f"{lines[at].partition('=')[0]}= {value(of)}"
            versions.append(lines)
        return ["\n".join(each) for each in versions]
    parts = data[1:].decode("utf-8", "ignore").split("\x1e")
    return (parts + [parts[0]] * count)[:count]


def told(problems: Sequence[Problem]) -> None:
    """What is said of a file is one harmless line each, not too long, and not too much."""
    for problem in problems:
        said = str(problem)
        assert not unsafe(said), (said, unsafe(said))
        assert len(said) < 2000, said[:200]
    assert len(problems) < 2000


def harmless(found: object, lines: bool = True) -> None:
    """No text in a record does anything."""
    if isinstance(found, str):
        assert not unsafe(found, lines), found
    elif isinstance(found, (list, tuple)):
        for each in found:
            harmless(each, lines)
    elif isinstance(found, Mapping):
        for name, each in found.items():
            harmless(each, lines)
            harmless(name, lines=False)
    elif hasattr(found, "__struct_fields__"):
        for name in found.__struct_fields__:
            harmless(getattr(found, name), lines)


def source(data: bytes) -> Source:
    """A file's data is exactly what tomli makes of its text."""
    text = file_of(data)
    found = parse(text, "file.toml")
    told(found.problems)
    if found.needs_no_cleaning and found.data is not None:
        assert same(found.data, tomli.loads(found.text))
    return found


def response(data: bytes) -> None:
    found, problems = response_of(source(data), PLACE, packaged())
    told(problems)
    harmless(found)
    if found is None:
        assert any(problem.severity == "error" for problem in problems)


def reports(data: bytes) -> None:
    """A response that can be read, all the way to what is said of it."""
    found, problems = response_of(source(data), PLACE, packaged())
    if found is None:
        return
    instrument = packaged()["partnership"]
    vendor = Vendor(name="Acme", id="acme")
    files = VendorFiles(vendor, ("2026-q4",))
    seen = judge_round(instrument, files, Round("2026-q4", (found,), problems=problems))
    opened = frozenset(
        [*(c.id for c in instrument.conditions), *(f"buyer:{item}" for item in ITEMS)]
    )
    entries = dossier(seen, opened)
    written = Reported(seen, Filed(), None)
    for said in (
        text_report.vendor(seen, entries, 80),
        markdown_report.vendor(seen, entries),
        text_report.compare([seen, seen], 80),
        markdown_report.compare([seen]),
        csv_report.compare(instrument, [written]),
        json_report.compare(instrument, [written]),
        "\n".join(five_lines(seen)),
    ):
        assert not unsafe(said, lines=True), said
    for row in csv.reader(io.StringIO(csv_report.compare(instrument, [written]))):
        assert not any(cell.startswith(("=", "+", "@", "\t", "\r", "\n")) for cell in row)


def vendor(data: bytes) -> None:
    found, problems = vendor_of(source(data), "acme", CLASSES)
    told(problems)
    harmless(found)
    harmless([found.name, found.supplies, found.owner, found.value_chain, found.target], False)
    str(found.since)


def settings(data: bytes) -> None:
    found, problems = settings_of(source(data), packaged())
    told(problems)
    harmless(found, lines=False)


def beside(data: bytes) -> None:
    """The files beside a vendor's description and in its rounds."""
    read = source(data)
    awaited, problems = awaited_of(read)
    told(problems)
    harmless(awaited, lines=False)
    people, problems = people_of(read)
    told(problems)
    harmless(people, lines=False)
    goals, problems = goals_of(read, 3)
    told(problems)
    harmless(goals)
    meetings, problems = meetings_of(read)
    told(problems)
    harmless(meetings)
    promises, problems = promises_of(read)
    told(problems)
    harmless(promises)
    decision, problems = decision_of(read, packaged())
    told(problems)
    harmless(decision)


def instrument(data: bytes) -> None:
    found, problems = instrument_of(source(data))
    told(problems)
    harmless(found)


FORM = Path(__file__).parents[1] / "hostile" / "seeds" / "form.txt"


BITS = ("[x]", "[ ]", "x", "> ", "[x", "x]", "(x)", "☒", "Basis:", "[culture-values]")


def damaged(of: Choices) -> bytes:
    """A form that was sent, changed here and there."""
    lines = FORM.read_text("utf-8").split("\n")
    while of.left:
        at = (of.number(256) << 8 | of.number(256)) % max(1, len(lines))
        change, cut = of.number(8), of.number(80)
        line = lines[at] if at < len(lines) else ""
        changed: Sequence[str] = (
            (),
            (line, lines[(at + cut) % len(lines)] if lines else ""),
            (line.replace("[ ]", of.of(BITS), 1),),
            (f"{of.of(BITS)} {line}",),
            (f"{line} {of.of((*BITS, *SHORT))}",),
            (of.of(SHORT), line),
            (line[:cut], line[cut:]),
            (f"{line} {''.join(lines[at + 1 : at + 2]).strip()}",),
        )[change]
        lines[at : at + (2 if change == 7 else 1)] = changed
    return "\n".join(lines).encode("utf-8", "replace")


def form(data: bytes) -> None:
    """A form as it came back: anything, or one that was sent, and changed here and there."""
    name = ("form.txt", "form.toml")[data[0] // 2 % 2 if data else 0]
    text = damaged(Choices(data[1:])) if data[:1] and data[0] % 2 else data[1:]
    read = read_form(text, name, packaged())
    told(read.problems)
    harmless(read.response)
    if read.response is None:
        assert read.problems
        return
    known = packaged()[read.response.instrument]
    again = refilled(decode_text(text, name)[0], read.kind, known, read.response, read.header)
    # The texts before and after the form are kept as they are.
    assert not unsafe(again.partition("Vendor:")[2].partition(END)[0], lines=True)
    twice = read_form(again.encode(), name, packaged())
    assert twice.response is not None, twice.problems
    assert twice.response.answers == read.response.answers


def edit(data: bytes) -> None:
    """A change in place holds what was wanted, with every comment, or is refused."""
    before, other = texts_of(data, 2)
    wanted = parse(other.encode("utf-8", "replace"), "").data
    if parse(before.encode("utf-8", "replace"), "").data is None or wanted is None:
        return
    try:
        made = edited(before, wanted)
    except EditError:
        return
    assert same(tomli.loads(made.removeprefix("\ufeff")), tomli.loads(dumps(wanted)))
    assert comments(made) == comments(before)


def lines_merged(base: str, ours: str, theirs: str) -> tuple[str, bool]:
    """A merge of lines that knows only what is easy."""
    if base == ours or ours == theirs:
        return theirs, True
    return (ours, True) if base == theirs else (marked_lines(ours, theirs), False)


NAMES = (
    "buyer.a.partnership.toml",
    "vendor.toml",
    "goals.toml",
    "decision.toml",
    "asked.toml",
    "people.toml",
)


def merged(data: bytes) -> None:
    """Three versions: a clean merge holds the merged data, any other shows both sides."""
    kind = kind_of(NAMES[(data[0] // 2) % len(NAMES)] if data else NAMES[0]) or RESPONSE
    base, ours, theirs = (text.replace("\r", "") for text in texts_of(data, 3))
    made = merge_texts(kind, base, ours, theirs, lines_merged)
    told_of = [parse(text.encode("utf-8", "replace"), "").data for text in (base, ours, theirs)]
    if any(each is None for each in told_of):
        return
    expected = merge(kind, *(each for each in told_of if each is not None))
    if made.clean:
        assert same(tomli.loads(made.text.removeprefix("\ufeff")), expected.data)
    else:
        assert sides(made.text) or parse(made.text.encode(), "").data is None
        assert re.search(r"(?m)^<{7}", made.text)


def conflict(data: bytes) -> None:
    """Markers, read and written."""
    text = data.decode("utf-8", "ignore")
    if both := sides(text):
        assert len(both[0]) <= len(text) >= len(both[1])
    cut = blocks(text) if parse(text.encode(), "").data is not None else None
    if cut is not None and text.endswith("\n"):
        assert "".join(cut.values()) == text
        assert join_blocks(cut, "\n") == text
    one, _, two = text.replace("\r", "").partition("\x1e")
    if not any(map(longest_marker, (one, two))):
        whole = [each if not each or each.endswith("\n") else f"{each}\n" for each in (one, two)]
        assert sides(marked(one, two)) == tuple(whole)
        if one != two and "\x0b" not in text and not unsafe(text, lines=True):
            again = sides(marked_lines(*whole))
            assert again == (tuple(whole) if whole[0] != whole[1] else None)


def outputs(data: bytes) -> None:
    """What git writes, or anything in its place."""
    done = subprocess.CompletedProcess[bytes]([], 0, data, b"")
    blob = "a" * 40
    with mock.patch.object(git, "run_git", return_value=done):
        for ask in (
            lambda: git.commits(Path("/"), "vendors"),
            lambda: git.files(Path("/"), "HEAD"),
            lambda: git.blobs(Path("/"), [blob]),
            lambda: git.changed(Path("/"), "vendors", "a", None),
            lambda: git.top(Path("/")),
        ):
            try:
                found = ask()
            except (UserError, ValueError):
                continue
            if ask.__code__.co_names[1:2] == ("commits",):
                harmless(found, lines=False)


def spreadsheet(data: bytes) -> None:
    """A list of vendors."""
    try:
        found = read_vendors(data, "list.csv", CLASSES)
    except UserError as error:
        harmless(str(error), lines=False)
        return
    told(found.problems)
    harmless([*found.used, *found.unused], lines=False)


def texts(data: bytes) -> None:
    """Cleaning and escaping."""
    text = data.decode("utf-8", "surrogateescape")
    for lines in (False, True):
        once = clean(text, lines)
        assert not unsafe(once, lines)
        assert clean(once, lines) == once
    assert not escape_formula(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert "\n" not in escape_markdown(clean(text))
    assert len(one_line(text).splitlines()) <= 1
    assert slug(text) == "" or is_slug(slug(text))


TARGETS: Mapping[str, Callable[[bytes], Any]] = {
    "toml": source,
    "response": response,
    "reports": reports,
    "vendor": vendor,
    "settings": settings,
    "beside": beside,
    "instrument": instrument,
    "form": form,
    "edit": edit,
    "merge": merged,
    "conflict": conflict,
    "git": outputs,
    "csv": spreadsheet,
    "text": texts,
}
