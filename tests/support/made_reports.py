"""Reports made by the real command, in this process and on the day of the samples."""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path

from partnercheck.commands import Context, report
from tests.support.hostile_texts import CELLS, MARKUP
from tests.support.running import TODAY, Ran

# Texts that would act on a page if they were anything but text, each in one line.
NASTY = [
    *(each for each in (*MARKUP.values(), *CELLS.values()) if each.isprintable()),
    "<script>alert(1)</script>",
    "</svg><script>alert(2)</script>",
    '"onload=alert(3) x="',
    "' onmouseover='alert(4)",
    "javascript:alert(5)",
    "</title></style></head><body onload=alert(6)>",
    "{{ 7 * 7 }}{% raw %}{# a #}",
    "]]><!-- --><![CDATA[",
    "&lt;b&gt;&#60;i&#62;&quot;",
    "}</style>*{display:none}",
]


def made(root: Path, *words: str, here: Path | None = None) -> Ran:
    """What `partnercheck report` with these words writes about a workspace."""
    parser = argparse.ArgumentParser()
    report.add_arguments(parser)
    arguments = parser.parse_args(words)
    arguments.workspace = str(root)
    out, err = Utf8(), io.StringIO()
    context = Context(here or root, TODAY, {}, io.StringIO(), out, err)
    code = report.run(arguments, context)
    return Ran(code, out.getvalue(), err.getvalue())


class Utf8(io.StringIO):
    """What is written to a terminal of today."""

    encoding = "utf-8"


def nasty_workspace(root: Path) -> Path:
    """A workspace in which each of the texts stands as a name, a goal, a tag, and as evidence."""
    (root / "partnercheck.toml").write_text(f"organisation = {json.dumps(NASTY[-1])}\n")
    for number, text in enumerate(NASTY):
        folder = root / "vendors" / f"v{number}" / "2026-q4"
        folder.mkdir(parents=True)
        said = json.dumps(text)
        (folder.parent / "vendor.toml").write_text(
            f'name = {said}\ntarget = "partner"\ntarget_why = {said}\n'
            f"owner = {said}\ntags = [{said}]\n"
        )
        (folder.parent / "goals.toml").write_text(
            f'[goals.one]\ntitle = {said}\nperiod = "month"\ndue = 2026-12-01\nnote = {said}\n'
        )
        (folder / f"buyer.r{number}.partnership.toml").write_text(
            f'format = 1\ninstrument = "partnership"\nvendor = "v{number}"\nround = "2026-q4"\n'
            f'perspective = "buyer"\nrespondent = "R{number}"\nform = "full"\n\n'
            f'[answers.culture-values]\nscore = 1\nbasis = "observed"\nevidence = {said}\n'
        )
    return root
