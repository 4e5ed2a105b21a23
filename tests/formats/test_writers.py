"""One writer for each format: rows as they come, nothing that acts, keys in their order."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator

from partnercheck.formats.columns import labelled_lines
from partnercheck.formats.csv_write import csv_lines, csv_text
from partnercheck.formats.json_write import json_document, json_line, json_list
from partnercheck.formats.markdown import markdown_table


def test_a_row_of_csv_is_written_before_the_next_is_read() -> None:
    read: list[int] = []

    def rows() -> Iterator[list[int]]:
        for number in range(3):
            read.append(number)
            yield [number]

    lines = csv_lines(rows())
    assert (next(lines), read) == ('"0"\n', [0])
    assert (next(lines), read) == ('"1"\n', [0, 1])


def test_a_row_of_json_is_written_before_the_next_is_read() -> None:
    read: list[int] = []

    def rows() -> Iterator[dict[str, object]]:
        for number in range(3):
            read.append(number)
            yield {"number": number}

    lines = json_list(map(json_line, rows()))
    assert (next(lines), read) == ('[\n{"number": 0}', [0])
    assert "".join(json_list(iter(()))) == "[]\n"


def test_every_value_has_one_way_into_a_cell() -> None:
    day = dt.date(2026, 11, 24)
    rows = [["=1+1", -1, True, False, None, day, 66.6]]
    text = csv_text(["a", "-b", "c", "d", "e", "f", "g"], rows)
    assert text.splitlines() == [
        '"a","\'-b","c","d","e","f","g"',
        '"\'=1+1","-1","true","false","","2026-11-24","66.6"',
    ]


def test_a_document_begins_with_its_format_and_keeps_the_order_of_its_keys() -> None:
    document = json_document(vendors=["Ørsted"], errors=[], b=1, a=2)
    assert list(json.loads(document)) == ["format", "vendors", "errors", "b", "a"]
    assert "Ørsted" in document
    assert document.endswith("}\n")


def test_only_the_labels_of_a_table_are_bold_and_nothing_else_acts() -> None:
    table = markdown_table(["", "A|B"], [["Gain_s", "*x*\ny"]], bold_labels=True)
    assert table == "|  | A\\|B |\n| --- | --- |\n| **Gain_s** | \\*x\\* y |\n"


def test_a_label_and_its_text_fit_the_width_side_by_side() -> None:
    lines = labelled_lines("What stops it", "one two three\nfour", 8, 16, indent=2)
    assert lines == ["  What    one", "  stops   two", "  it      three", "          four"]
