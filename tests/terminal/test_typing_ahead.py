"""Keys that arrive all at once, as a slow connection delivers them, and pastes."""

from pathlib import Path

import pytest
import tomli

from tests.support import two_terminals as at_once
from tests.support.screens import alices_file, sample_workspace, small_workspace
from tests.support.terminal import Terminal
from tests.support.two_terminals import AtOnceAndSlowly, files

ASSESS = ["assess", "acme-logistics", "--as", "buyer", "--respondent", "Alice Moreau"]
PASTE, SAVE = "\x1b[200~{}\x1b[201~", "\x13"


def answers(root: Path) -> list[tuple[object, object]]:
    found = tomli.loads(alices_file(root).read_text())["answers"].values()
    return [(each.get("score"), each.get("evidence")) for each in found if each]


def assessing(root: Path) -> Terminal:
    terminal = Terminal(["--workspace", str(root), *ASSESS])
    terminal.until("Cultural alignment 1 of 7")
    return terminal


def test_a_text_typed_in_one_burst_is_a_text_and_not_keys(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    terminal = assessing(root)
    terminal.press("3e4 days late, u n x\r\r2estory\r\r1")
    terminal.until("3 of 28 answered   saved")
    terminal.press("q")
    terminal.until("1 vendor")
    assert answers(root) == [(3, "4 days late, u n x"), (2, "story"), (1, None)]


def test_scores_in_one_burst_are_all_saved(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    terminal = assessing(root)
    terminal.press("\r".join("0123401234012340123401234012"))
    terminal.until("28 of 28 answered   saved")
    assert [score for score, _ in answers(root)] == [n % 5 for n in range(27)] + [2]


def test_a_paste_is_taken_once_and_harmless(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    terminal = assessing(root)
    terminal.press("3e")
    terminal.until("saves it")
    terminal.press(PASTE.format("June: pasted\nAugust \x07x3\t."))
    terminal.until("August")
    terminal.press("\r")
    terminal.until("saved")
    assert answers(root) == [(3, "June: pasted\nAugust ␇x3  .")]


def test_a_new_vendor_typed_in_one_burst(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    terminal = Terminal(["--workspace", str(root)])
    terminal.until("1 vendor")
    terminal.press("+Borealis\rpackaging\x13")
    terminal.until("Added")
    description = tomli.loads((root / "vendors/borealis/vendor.toml").read_text())
    assert (description["name"], description["supplies"]) == ("Borealis", "packaging")


def test_a_search_typed_in_one_burst(tmp_path: Path) -> None:
    terminal = Terminal(["--workspace", str(sample_workspace(tmp_path))])
    terminal.until("12 vendors")
    terminal.press("/dairy\r ")
    # The heading is painted before the rows.
    terminal.until("◆Elderwick")
    terminal.until("1 marked")
    terminal.until("1 of 12 vendors")


def test_a_search_opened_again_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    terminal = Terminal(["--workspace", str(sample_workspace(tmp_path))])
    terminal.until("12 vendors")
    terminal.press("/dairy\r/acme\r")
    assert "dairyacme" not in terminal.until("acme ")
    assert "▸  Acme" in terminal.until("─ 1 of 12 vendors")


def test_leaving_with_a_note_open_keeps_it(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    terminal = assessing(root)
    terminal.press("3e")
    terminal.until("saves it")
    terminal.press("seen in May\x11")
    assert terminal.ended() == 0
    assert answers(root) == [(3, "seen in May")]


def test_tab_and_clicks_leave_a_note_with_its_question(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    terminal = assessing(root)
    terminal.press("3e")
    terminal.until("saves it")
    terminal.press("for one\t1")
    terminal.until("for one1")
    for label, then in (
        ("new line", "for one1"),
        ("save", "0–4 score"),
        ("next", "Cultural alignment 2 of 7"),
    ):
        at = terminal.until_key_shows(label)
        terminal.press(f"\x1b[<0;{at};24M\x1b[<0;{at};24m")
        terminal.until(then)
    assert answers(root) == [(3, "for one1")]


BACKSPACE, LEFT, RIGHT, ESC, TAB, BACK_TAB = "\x7f", "\x1b[D", "\x1b[C", "\x1b", "\t", "\x1b[Z"
DOWN = at_once.DOWN


@pytest.mark.parametrize(
    ("keys", "saved"),
    [
        (f"3eteh{BACKSPACE * 2}he truck\r", [(3, "the truck")]),
        (f"3eab{LEFT}{RIGHT}{LEFT * 2}cd\r", [(3, "cdab")]),
        ("3eone\ntwo" + BACKSPACE * 3 + "2\r", [(3, "one\n2")]),
        (f"3elate{ESC}\r2ein May\r", [(3, None), (2, "in May")]),
        (f"3elate{TAB}{BACK_TAB}r\x17soon{ESC}2", [(2, None)]),
        (f"\rnwhy{ESC}2", [(2, None)]),
        (f"3e{PASTE.format('pasted')}\r\r2", [(3, "pasted"), (2, None)]),
        (f"3ea{PASTE.format('b')}{BACKSPACE}c{PASTE.format('d')}\r", [(3, "acd")]),
        ("3eمی\u200cخواهم\u3000😀\U0001fae9\r", [(3, "می\u200cخواهم\u3000😀\U0001fae9")]),
    ],
)
def test_letters_and_editing_keys_in_one_burst_keep_their_order(
    keys: str, saved: list[tuple[object, object]], tmp_path: Path
) -> None:
    root = small_workspace(tmp_path)
    terminal = assessing(root)
    terminal.press(f"{keys}\x11")
    assert terminal.ended(30) == 0
    assert answers(root) == saved


def test_a_form_filled_in_one_burst_has_every_key_in_its_field(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    terminal = Terminal(["--workspace", str(root)])
    terminal.until("1 vendor")
    terminal.press(
        f"+BorX{BACKSPACE}ealis{TAB}bx{BACKSPACE}oxes\r\r{BACK_TAB}\x05 chian{BACKSPACE * 3}"
    )
    terminal.press(f"ain\x01inbound:{SAVE}")
    terminal.until("Added")
    description = tomli.loads((root / "vendors/borealis/vendor.toml").read_text())
    assert description["name"] == "Borealis"
    assert (description["supplies"], description["line"]) == ("boxes", "inbound: chain")


def test_lines_pasted_into_a_field_of_one_line_are_joined(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    terminal = Terminal(["--workspace", str(root)])
    terminal.until("1 vendor")
    terminal.press(f"+{PASTE.format(chr(10) + 'Borealis' + chr(13) + chr(10) + 'Boxes')}!{SAVE}")
    terminal.until("Added")
    assert (root / "vendors/borealis-boxes").is_dir()


def test_escape_after_a_search_clears_all_of_it_and_the_next_key_is_a_key(tmp_path: Path) -> None:
    terminal = Terminal(["--workspace", str(sample_workspace(tmp_path))])
    terminal.until("12 vendors")
    terminal.press(f"/daiyr{BACKSPACE * 2}ry{ESC}s{DOWN}\r")
    terminal.until_all("by verdict", "1–10 of 12 vendors")


def test_the_palette_runs_what_was_typed_before_enter_and_then_takes_the_next_keys(
    tmp_path: Path,
) -> None:
    terminal = Terminal(["--workspace", str(sample_workspace(tmp_path))])
    terminal.until("12 vendors")
    terminal.press(f"\x10sorx{BACKSPACE}t by\r{DOWN}\r/dairy\r")
    terminal.until_all("by verdict", "1 of 12 vendors")
    terminal.press(f"\x10zzzz{ESC}\x10edit the\rNew\x13")
    terminal.until("Changed")


SEARCH_IS_LEFT, CLICK = "/a\x1b[Z", at_once.CLICK_ON_A_ROW


@pytest.mark.parametrize(
    ("keys", "shows"),
    [
        (f"/a{TAB}{TAB}A", "aA "),
        (f"/a{TAB}{TAB}Ac", "aAc "),
        (f"{SEARCH_IS_LEFT}{BACK_TAB}bc", "abc "),
        (f"{SEARCH_IS_LEFT}{DOWN}{BACK_TAB}AR", "aAR "),
        (f"{SEARCH_IS_LEFT} {BACK_TAB}bc", "1 marked"),
    ],
)
def test_letters_after_the_keys_that_lead_back_to_a_search_are_searched_for(
    keys: str, shows: str, tmp_path: Path
) -> None:
    root = sample_workspace(tmp_path)
    before = files(root)
    terminal = Terminal(["--workspace", str(root)])
    terminal.until("12 vendors")
    terminal.press(keys)
    terminal.until_all(shows, "0 of 12 vendors")
    assert files(root) == before


def test_a_key_after_a_click_acts_on_what_was_clicked(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    terminal = Terminal(["--workspace", str(root)])
    terminal.until("12 vendors")
    terminal.press(f"{CLICK}H")
    terminal.until("Archived")
    archived = [path.parent.name for path in root.rglob("vendor.toml") if is_archived(path)]
    assert archived == ["dunmore-steel"]


def is_archived(vendor_file: Path) -> bool:
    return "archived" in tomli.loads(vendor_file.read_text())


def test_letters_after_a_click_on_a_key_are_typed_into_the_form_that_it_opens(
    tmp_path: Path,
) -> None:
    root = small_workspace(tmp_path)
    terminal = Terminal(["--workspace", str(root)])
    at = terminal.until_key_shows("+ new")
    terminal.press(f"\x1b[<0;{at};24M\x1b[<0;{at};24mBorealis{SAVE}")
    terminal.until("Added")
    assert (root / "vendors/borealis").is_dir()


def test_a_key_that_means_nothing_does_nothing_on_the_next_screen(tmp_path: Path) -> None:
    terminals = AtOnceAndSlowly(tmp_path)
    terminals.types(["\r", "K", RIGHT, "\r", "x", "y"])
    # Both may look the same for a while before the last keys are read.
    terminals.at_once.until("Change a key goal")
    # What is typed replaces the text of the field, which was selected.
    terminals.at_once.until_without("Order freeze")
    terminals.leave()


def test_a_question_that_fits_is_shown_whole_after_a_note_and_a_score_in_one_burst(
    tmp_path: Path,
) -> None:
    words = ["assess", "larkmere-energy", "--as", "buyer", "--respondent", "Al", "--form", "quick"]
    terminal = Terminal(["--workspace", str(sample_workspace(tmp_path)), *words])
    terminal.until("Cultural alignment 1 of 3")
    terminal.press("3\r2\re1 2\r4")
    terminal.until("3 of 12 answered   saved")
    shown = terminal.until_all("What happened, and when?", "   1 2 ")
    assert "scrolls down" not in shown
