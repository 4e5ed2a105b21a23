"""The samples with names that are hard to lay out, and with every caveat at once."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from partnercheck.questionnaires.read import packaged
from tests.support.screens import sample_workspace

LONG = "Consolidated Continental Cold Chain Logistics Company Limited"
WIDE = "株式会社北海道冷蔵輸送協同組合連合会東日本支社営業本部"
RIGHT_TO_LEFT = "חברת ההובלה הצפונית לקירור ואחסון בעמ"
CAVEATS = "Every caveat at once"
# The vendors that are kept, each with its new name.
ODD = {
    "acme-logistics": LONG,
    "elderwick-dairy": WIDE,
    "ilvane-robotics": RIGHT_TO_LEFT,
    "kellaby-studio": CAVEATS,
    "larkmere-energy": "Nobody has answered",
}


def odd_workspace(root: Path) -> Path:
    """A workspace with these vendors only."""
    sample_workspace(root)
    for folder in (root / "vendors").iterdir():
        if folder.name not in ODD:
            shutil.rmtree(folder)
            continue
        file = folder / "vendor.toml"
        text = re.sub("(?m)^name = .*$", f'name = "{ODD[folder.name]}"', file.read_text("utf-8"))
        file.write_text(text, "utf-8")
    every_caveat(root / "vendors" / "kellaby-studio")
    return root


def every_caveat(folder: Path) -> None:
    """Give a vendor one view, a quick look, an older version, few occasions, a broken file."""
    instrument = packaged()["partnership"]
    vendor = folder / "vendor.toml"
    text = re.sub("(?m)^stage = .*\n", "", vendor.read_text("utf-8"))
    vendor.write_text(text.replace("format = 1\n", 'format = 1\nstage = "candidate"\n', 1), "utf-8")
    shutil.rmtree(folder / "2026-q4")
    (folder / "2026-q4").mkdir()
    lines = [
        *("format = 1", 'instrument = "partnership"', f"version = {instrument.version - 1}"),
        *(f'vendor = "{folder.name}"', 'round = "2026-q4"', 'perspective = "buyer"'),
        *('respondent = "Una"', 'form = "quick"'),
    ]
    skipped = 0
    for item in instrument.form_items("quick"):
        lines += ["", f"[answers.{item.id}]"]
        if item.offers_no_occasion and skipped < 4:
            lines.append('skip = "no-occasion"')
            skipped += 1
        elif item is not instrument.form_items("quick")[-1]:
            lines.append("score = 3")
    (folder / "2026-q4" / "buyer.una.partnership.toml").write_text("\n".join([*lines, ""]))
    (folder / "2026-q4" / "vendor.bob.partnership.toml").write_text("score = 7\n")
