"""Two programs at work on one file, each in a terminal of its own, and git in a third."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import tomli

from partnercheck.assessing.start import Start, start_sitting
from partnercheck.base.records import Answer
from partnercheck.workspace.open import open_workspace
from tests.support.clones import committed, git
from tests.support.screens import TODAY, alices_file, small_workspace
from tests.support.terminal import Terminal

ASSESS = ["assess", "acme-logistics", "--as", "buyer", "--respondent", "Alice Moreau"]
ROUND = ["--round", "2026-q4"]


# The first items of a condition: three in the quick form, one of them critical, one in reserve.
KINDS = {
    0: 'kind = "standing"\ncore = true\ncritical = true',
    1: 'kind = "standing"\ncore = true',
    2: 'kind = "occasion"\ncore = true',
    3: 'kind = "standing"\nreserve = true',
}


def long_questionnaire(root: Path, each: int) -> None:
    """The workspace's own instrument: so many items in each of the four conditions."""
    text = (resources.files("partnercheck.questionnaires") / "partnership.toml").read_text("utf-8")
    head, *items = re.split(r"(?m)^(?=\[\[items\]\])", text)
    made = [head]
    for condition in ("culture", "gains", "reciprocity", "learning"):
        model = next(item for item in items if f'condition = "{condition}"' in item)
        for number in range(each):
            item = re.sub(r"(?m)^id = .*$", f'id = "{condition}-{number:03}"', model)
            item = re.sub(r"(?m)^topic = .*$", f'topic = "{condition} {number}"', item)
            item = re.sub(r"(?m)^(core|critical|reserve) = .*\n", "", item)
            item = re.sub(r"(?m)^kind = .*$", KINDS.get(number, 'kind = "standing"'), item)
            made.append(item.split("\n# ")[0].rstrip() + "\n\n")
    (root / "instruments").mkdir()
    (root / "instruments" / "partnership.toml").write_text("".join(made))


def assessing(root: Path, shown: str) -> Terminal:
    terminal = Terminal(["--workspace", str(root), *ASSESS, *ROUND])
    terminal.until(shown)
    return terminal


def typed(terminal: Terminal, keys: str) -> None:
    """Keys as fast as the terminal takes them."""
    for at in range(0, len(keys), 40):
        terminal.press(keys[at : at + 40])
        terminal.read(0.001)


def scores(root: Path) -> list[object]:
    return [
        each.get("score") for each in tomli.loads(alices_file(root).read_text())["answers"].values()
    ]


def test_two_programs_answer_sixty_items_each_in_one_file(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    long_questionnaire(root, 30)
    one, two = assessing(root, "1 of 30"), assessing(root, "1 of 30")
    typed(two, "\r" * 60)
    two.until("Reciprocity 1 of 30", 60)
    first = "\r".join(str(n % 5) for n in range(60))
    second = "\r".join(str((n + 2) % 5) for n in range(60))
    for at in range(0, max(len(first), len(second)), 8):
        one.press(first[at : at + 8])
        two.press(second[at : at + 8])
        one.read(0.001)
        two.read(0.001)
    one.until("Mutual gains 30 of 30", 90)
    two.until("Learning 30 of 30", 90)
    one.settle()
    two.settle()
    assert scores(root) == [n % 5 for n in range(60)] + [(n + 2) % 5 for n in range(60)]
    for terminal in (one, two):
        assert "Not saved" not in terminal.shown
        terminal.press("q")
        terminal.until("1 vendor")


def test_the_same_item_in_two_programs_is_shown_with_both_answers(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    one, two = (assessing(root, "Cultural alignment 1 of 7") for _ in range(2))
    one.press("4eIn June.\r")
    one.until("1 of 28 answered   saved")
    two.press("1")
    shown = two.settle()
    if "Somebody else has answered this in the meantime" not in shown:
        # It had noticed before the key came, so the key changed an answer that was on the screen.
        assert scores(root)[0] == 1
        return
    assert "Theirs, in the file:" in shown
    assert "4, my view — In June." in shown
    assert scores(root)[0] == 4
    two.press("q")
    assert "Theirs, in the file:" in two.settle(), "it waits for a decision"
    two.press("\x19")
    two.until("saved")
    assert scores(root)[0] == 1


def test_what_another_program_writes_appears_while_a_note_is_typed(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    terminal = assessing(root, "Cultural alignment 1 of 7")
    terminal.press("3eHalf a sen")
    terminal.until("Half a sen")
    start = Start("acme-logistics", "buyer", "Alice Moreau", round="2026-q4")
    other = start_sitting(open_workspace(root), start, TODAY)
    other.save_answer("culture-values", Answer(score=2))
    other.save_answer("culture-decisions", Answer(score=0, evidence="Theirs."))
    terminal.read(2.5)
    terminal.press("tence.\r")
    terminal.until_all(
        "Somebody else has answered this in the meantime", "Half a sentence.", "Theirs."
    )
    terminal.press("\x1a")
    terminal.until("Dropped the unsaved answer")
    found = tomli.loads(alices_file(root).read_text())["answers"]
    assert found["culture-values"]["score"] == 2
    assert found["culture-decisions"] == {"score": 0, "evidence": "Theirs."}


def test_git_switch_while_an_answer_is_typed_asks_first(tmp_path: Path) -> None:
    root = small_workspace(tmp_path / "repo")
    git(root, "init", "-q")
    committed(root, "begin")
    terminal = assessing(root, "Cultural alignment 1 of 7")
    terminal.press("3e")
    terminal.until("saves it")
    terminal.press("On main we s")
    committed(root, "one answer")
    assert git(root, "switch", "-qc", "other").code == 0
    (root / "vendors/acme-logistics/vendor.toml").write_text('format = 1\nname = "Acme"\n')
    terminal.press("aw it.\r")
    terminal.until_all("git has switched from main to other", "On main we saw it.")
    assert "On main" not in alices_file(root).read_text()
    terminal.press("\r4")
    terminal.settle()
    assert "On main" not in alices_file(root).read_text()
    assert git(root, "switch", "-q", "main").code == 0
    assert "On main" not in alices_file(root).read_text()
    assert git(root, "switch", "-q", "other").code == 0
    terminal.press("\x19")
    terminal.until("saved")
    assert "On main we saw it." in alices_file(root).read_text()
    assert "score = 3" in alices_file(root).read_text()


def test_the_portfolio_shows_what_others_write_and_keeps_its_place(tmp_path: Path) -> None:
    from tests.support.screens import sample_workspace

    root = sample_workspace(tmp_path)
    terminal = Terminal(["--workspace", str(root)])
    terminal.until("12 vendors")
    terminal.press("jjj/log")
    terminal.until("Acme Logistics")
    path = root / "vendors/acme-logistics/vendor.toml"
    path.write_text(path.read_text().replace("Acme Logistics", "Acme Two"))
    terminal.until_all("Acme Two", "log")
