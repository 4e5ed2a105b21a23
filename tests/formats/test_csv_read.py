"""CSV files as people bring them: every row is read rightly, or named with its own line."""

from __future__ import annotations

import argparse
import cProfile
import io
import os
import re
import time
from pathlib import Path
from random import Random
from typing import Any

import pytest

from partnercheck.base.errors import UserError
from partnercheck.base.records import Settings
from partnercheck.base.text import one_line, unix_lines
from partnercheck.commands import Context, add
from partnercheck.workspace.open import init, open_workspace
from partnercheck.workspace.read_vendor import vendor_ids
from partnercheck.workspace.vendor_list import VendorList, read_vendors
from tests.support import warm_start
from tests.support.running import TODAY, Run
from tests.support.spreadsheets import HEADER, MANGLES, cells, row

LONG = bool(os.environ.get("PARTNERCHECK_LONG"))
CLASSES = ("partner", "supplier")


def read(data: bytes | str, encoding: str = "") -> VendorList:
    return read_vendors(data.encode() if isinstance(data, str) else data, "f", CLASSES, encoding)


def names(found: VendorList) -> dict[int, str]:
    return {line: vendor.name for line, vendor in found.vendors}


def lines(found: VendorList) -> list[int | None]:
    return [problem.line for problem in found.problems]


def expected(values: dict[str, str]) -> dict[str, Any]:
    """A vendor's values as they must be filed, in words."""
    tags = ",".join(tag.strip() for tag in re.split("[,;]", values["tags"]) if tag.strip())
    filed = {key: one_line(cell) for key, cell in values.items()}
    return {**filed, "tags": tags, "target_why": unix_lines(values["target_why"]).strip()}


def variant(seed: int) -> tuple[bytes, str, list[tuple[set[int], dict[str, str]]]]:
    """A mangled file, what was done, and the lines and values of each of its rows."""
    rng = Random(seed)
    delimiter = rng.choice(",;\t")
    always = rng.random() < 0.4
    table = [cells(rng, number) for number in range(rng.randint(3, 9))]
    rows = [delimiter.join(HEADER), *(row(values, delimiter, always) for values in table)]
    whose = dict(zip(rows[1:], table, strict=True))
    meant: list[dict[str, str] | None] = [None, *table]
    done = []
    mangles = sorted(rng.sample(MANGLES, rng.randint(0, 3)), key=MANGLES.index)
    for mangle, n in zip(mangles, rng.sample(range(1, len(rows)), len(mangles)), strict=True):
        before = list(rows)
        mangle(rows, n, rng, delimiter)
        done.append(mangle.__name__)
        if len(rows) > len(before):
            # Rows were put in: the others are found by what they were.
            left = list(zip(before, meant, strict=True))
            meant = []
            for text in rows:
                same = next((n for n, (was, _) in enumerate(left) if was == text), None)
                meant.append(left.pop(same)[1] if same is not None else whose.get(text))
    places: list[tuple[set[int], dict[str, str]]] = []
    line = 1
    prefix = rng.choice(("", "", f"sep={delimiter}\n"))
    line += prefix.count("\n")
    for text, values in zip(rows, meant, strict=True):
        height = text.count("\n") + 1
        if values:
            places.append((set(range(line, line + height)), values))
        line += height
    end = rng.choice(("\n", "\r\n", "\r"))
    text = (prefix + "\n".join(rows) + rng.choice(("", "\n", "\n\n"))).replace("\n", end)
    encoding = rng.choice(("utf-8", "utf-8-sig", "utf-16"))
    return text.encode(encoding), f"{seed} {delimiter!r} {encoding} {done}", places


@pytest.mark.parametrize("part", range(3))
def test_each_row_of_a_mangled_file_is_filed_rightly_or_named(part: int) -> None:
    count = 4000 if LONG else 120
    filed_in_all = 0
    for seed in range(part * count, (part + 1) * count):
        data, told, places = variant(seed)
        found = read(data)
        named = set(lines(found))
        filed = dict(found.vendors)
        assert not named & filed.keys(), told
        for span, values in places:
            here = [vendor for line, vendor in filed.items() if line in span]
            assert len(here) + bool(named & span) == 1, (told, span, values, found.problems)
            for vendor in here:
                got = {key: getattr(vendor, key) for key in HEADER}
                got["tags"] = ",".join(vendor.tags)
                got["since"] = str(vendor.since or "")
                assert got == expected(values), told
                filed_in_all += 1
        everywhere = set().union(*(span for span, _ in places))
        assert filed.keys() <= everywhere, told
    assert filed_in_all > 3 * count


def test_a_name_with_a_comma_moves_no_cell() -> None:
    found = read("name,supplies,owner\nKestrel, Moor Ltd,freight,Robin\nNorth,ice,Sam\n")
    assert names(found) == {3: "North"}
    [problem] = found.problems
    assert (problem.line, problem.message) == (2, "has 4 cells, but the header has 3")


@pytest.mark.parametrize(
    ("text", "filed", "named"),
    [
        # A quote that is not closed: lines up to the next quote may belong to it.
        ('name,owner\nA,x\n"Kestrel,y\nB,z\n', {2: "A"}, [3, 4]),
        ('name,owner\n"Kestrel,y\n"B, Ltd",z\nC,z\n', {4: "C"}, [2, 3]),
        ('name,owner\n"A",x\n"Kestrel,"y"\nC,z\n', {2: "A", 4: "C"}, [3]),
        ('name,owner\nKestrel",y\nC,z\n', {3: "C"}, [2]),
        ('name,owner\n"K" Ltd,y\nC,z\n', {3: "C"}, [2]),
        # Two rows, each with one quote lost, that would make one row together.
        ('name,owner,why\n"Kestrel,y,z\nMoor",y,z\nC,z,a\n', {4: "C"}, [2, 3]),
        ('name,owner,why\nA,b,"c\nKestrel,y,z\nMoor,y,z"\nC,z,a\n', {5: "C"}, [2, 3, 4]),
        # A line that closes a quote may end a cell of the row before it, which lost its own.
        ('name,supplies,owner\nV1,l1, z\nl2, y",Robin\n', {}, [2, 3]),
        ('name,supplies\nV1,two\nlines ""here"", ok"\n', {}, [2, 3]),
        ('name,supplies\nV1,two\n19" racks,more\n', {2: "V1"}, [3]),
        # A cell of three lines is read, and lines are counted in the file.
        ('name,why\nA,"x,\ny\nz"\nB\nC,d\n', {2: "A", 6: "C"}, [5]),
        ('name,why,owner\r\nA,"x\r\n\r\ny",b\r\nB\r\n', {2: "A"}, [5]),
        ('name,why\r"A\rB",x\rC,"d"e\rD,e', {2: "A B", 5: "D"}, [4]),
        # Spaces around quotes are not of the cell; quotes within a cell are.
        ('name, owner\n "A, Ltd" , "x" \nThe "Best" Co,y\n', {2: "A, Ltd", 3: 'The "Best" Co'}, []),
        # Blank lines and empty rows are no rows.
        ("\n  \nname,owner\n\nA,b\n,\n\t\nC,d", {5: "A", 8: "C"}, []),
        ("sep=;\nname;owner\nA, Ltd;b\n", {3: "A, Ltd"}, []),
        ("\r\n\r\nsep=;\r\nname;owner\r\nA, Ltd;b\r\nB", {5: "A, Ltd"}, [6]),
        ('"sep=\t"\r\nname\towner\r\nA;b\tc\r\n', {3: "A;b"}, []),
        # The delimiter is the one that gives known columns, not the most frequent one.
        ("name;what, when, where;owner\nA;b;c\n", {2: "A"}, []),
        ("name\nA\nB;c\nD, Ltd\nE\tf\n", {2: "A"}, [3, 4, 5]),
        ('name\n"B; c"\n', {}, [2]),
        # One column twice: read where both agree.
        ("name,owner,owner\nA,x,x\nB,x,y\nC,,y\n", {2: "A"}, [3, 4]),
        ("name,,owner\nA,,x\nB,z,y\n", {2: "A"}, [3]),
        ("name,owner\nA,b\0\nC,d\n", {3: "C"}, [2]),
        ("name,since\nA,²\nB,2019\nC,２０１９\nD,12345\nE,2019-02-30\n", {3: "B"}, [2, 4, 5, 6]),
        (f"name,since\nA,{'9' * 5000}\nB,{'x' * 30000}\nC,1\n", {4: "C"}, [2, 3]),
        ("name,stage,target,meets\nA,maybe,friend,daily\n", {}, [2, 2, 2]),
        ("name,target\nA,?!\nB,Partner\n", {3: "B"}, [2]),
    ],
)
def test_what_is_filed_and_what_is_named(
    text: str, filed: dict[int, str], named: list[int]
) -> None:
    found = read(text)
    assert names(found) == filed
    assert lines(found) == named
    assert all(problem.remedy for problem in found.problems)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("name,owner\nØst,Zoë\n".encode(), ""),
        ("\ufeffname,owner\nØst,Zoë\n".encode(), ""),
        ("name,owner\nØst,Zoë\n".encode("utf-16"), ""),
        (b"\xfe\xff" + "name,owner\nØst,Zoë\n".encode("utf-16-be"), ""),
        (b"\xfe\xff" + "name,owner\nØst,Zoë\n".encode("utf-16-be"), "utf-16-be"),
        ("name,owner\nØst,Zoë\n".encode("utf-16-le"), "utf-16-le"),
        ("name,owner\nØst,Zoë\n".encode("cp1252"), "cp1252"),
        ("name,owner\nØst,Zoë\n".encode("cp1252"), "Windows-1252"),
    ],
)
def test_what_is_known_of_the_encoding_is_used(data: bytes, encoding: str) -> None:
    assert names(read(data, encoding)) == {2: "Øst"}


@pytest.mark.parametrize(
    ("data", "encoding", "said"),
    [
        ("name\nA\nØst\n".encode("cp1252"), "", r"3\b.*not UTF-8 \(0xD8\).*--encoding"),
        ("name\rA\rB\rØst\r".encode("latin-1"), "", r"4\b.*not UTF-8"),
        ("name\nØst\n".encode("utf-16-le"), "", r"1\b.*NUL.*utf-16-le"),
        ("name\nØst\n".encode("utf-16") + b"\0", "", "not UTF-16"),
        (b"name\nA\x81\n", "cp1252", r"2\b.*not CP1252 \(0x81\)"),
        ("\ufeffname\nA\n".encode(), "cp1252", "UTF-8, but --encoding is cp1252"),
        ("name\nA\n".encode("utf-16"), "utf-8", "UTF-16, but --encoding is utf-8"),
    ],
)
def test_another_encoding_is_refused_with_its_line(data: bytes, encoding: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        read(data, encoding)


def test_a_header_that_cannot_be_read_is_refused_with_its_line() -> None:
    for text in ('\nname,"owner\nA,b\n', '\nname,owner"\nA,b\n', "\nNaam,owner\nA,b\n"):
        with pytest.raises(UserError, match=r"2\b"):
            read(text)


def test_hostile_quotes_take_no_longer_than_their_number() -> None:
    for text in ('"a\n' * 40_000, '"a""\n' * 40_000, 'a,"b"c\n' * 30_000, '""\n' * 60_000):
        begun = time.process_time()
        found = read("name,owner\n" + text)
        assert not found.vendors
        assert time.process_time() - begun < 30


def test_piped_rows_are_added(workspace: Path) -> None:
    ran = warm_start.run(
        ["add", "--from", "-"],
        cwd=workspace,
        input="\ufeffname;owner\nØst;Zoë\nSam\n".encode(),
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("Added Øst as ".encode())
    assert re.search(rb"\(standard input\)(?:, line |:)3\b", ran.stderr)


def test_a_named_encoding_is_used_by_the_command(workspace: Path, run: Run) -> None:
    (workspace / "list.csv").write_bytes("name;owner\nMüller;Zoë\n".encode("cp1252"))
    refused = run("add", "--from", "list.csv", here=workspace)
    assert refused.code == 2
    assert re.search(r"list\.csv(?:, line |:)2\b.*not UTF-8 \(0xFC\)", refused.err)
    assert run("add", "--from", "list.csv", "--encoding", "cp1252", here=workspace).code == 0
    wrong = run("add", "--from", "list.csv", "--encoding", "klingon", here=workspace)
    assert wrong.code == 2
    assert 'no encoding "klingon"' in wrong.err


def test_refused_rows_are_counted_once_and_keep_no_other_out(workspace: Path, run: Run) -> None:
    (workspace / "list.csv").write_text(
        "name,id,stage,since\nA,,maybe,²\nB,No Id,,\nC,taken,,\nD,taken,,\nAcme Logistics,,,\n"
    )
    ran = run("add", "--from", "list.csv", here=workspace)
    assert (ran.code, ran.out) == (0, "Added C as taken\n")
    assert "1 vendor added, 4 rows refused" in ran.err
    for line in (2, 3, 5, 6):
        assert re.search(rf"list\.csv(?:, line |:){line}\b", ran.err)


def calls_to_add(here: Path, rows: int) -> int:
    """How many calls it takes to add so many vendors of a file to a new workspace."""
    init(here, Settings())
    text = "".join(f"Vendor {number},x\n" for number in range(rows))
    (here / "list.csv").write_text("name,owner\n" + text)
    arguments = argparse.Namespace(
        name=None,
        file="list.csv",
        encoding="",
        workspace="",
        fact_columns=(),
        decided=[],
        dates="",
        undo=False,
        yes=False,
    )
    streams = (io.StringIO(), io.StringIO(), io.StringIO())
    profile = cProfile.Profile()
    code = profile.runcall(add.run, arguments, Context(here, TODAY, {}, *streams))
    assert code == 0
    assert len(vendor_ids(open_workspace(here))) == rows
    return sum(entry.callcount for entry in profile.getstats())


def test_work_grows_with_the_rows_and_not_with_their_square(tmp_path: Path) -> None:
    """Calls are counted, because time depends on what else the machine does."""
    few, many = tmp_path / "few", tmp_path / "many"
    few.mkdir()
    many.mkdir()
    assert calls_to_add(many, 200) < 4.5 * calls_to_add(few, 50)
