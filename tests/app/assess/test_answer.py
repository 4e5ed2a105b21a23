"""Answering a form on screen without a workspace."""

from pathlib import Path

from partnercheck.app.application import PartnerCheck
from partnercheck.base.records import Response
from partnercheck.exchange.form_answering import FormFile
from partnercheck.exchange.outbox import Outgoing
from partnercheck.exchange.requests import Request, write_request
from partnercheck.exchange.returned_form import read_form
from partnercheck.questionnaires.read import packaged
from partnercheck.workspace.open import open_workspace
from tests.support.screens import TODAY, sample_workspace, seen, typed


def form(tmp_path: Path, kind: str = "text") -> Path:
    workspace = open_workspace(sample_workspace(tmp_path / "w"))
    request = Request(kind="toml" if kind == "toml" else "text", respondent="Account manager")
    return write_request(workspace, "jessamy-labs", request, TODAY, Outgoing(f"{tmp_path}/mail/"))


def filled(path: Path) -> Response:
    read = read_form(path.read_bytes(), path.name, packaged())
    assert read.response is not None
    assert not read.problems
    return read.response


async def answer(path: Path, *keys: str) -> str:
    form_file = FormFile(path)
    app = PartnerCheck(form_file.workspace, TODAY, form_file)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for key in keys:
            if len(key) > 1 and " " in key:
                await typed(pilot, key)
            else:
                await pilot.press(key)
        return seen(app)


async def test_every_answer_is_in_the_form_as_it_is_given(tmp_path: Path) -> None:
    for kind in ("text", "toml"):
        path = form(tmp_path / kind, kind)
        opening = path.read_text().splitlines()[:5]
        shown = await answer(path, "3", "e", "Moved in May", "enter", "enter", "u", "enter", "2")
        assert "3 of 28 answered   saved" in shown
        answers = filled(path).answers
        assert answers["culture-decisions"].score == 3
        assert answers["culture-decisions"].evidence == "Moved in May"
        assert answers["culture-dialogue"].skip == "unknown"
        assert answers["culture-repair"].score == 2
        assert path.read_text().splitlines()[:5] == opening
        assert "Resumed: 3 answered" in await answer(path)


async def test_a_form_tells_no_verdict_and_says_where_it_goes(tmp_path: Path) -> None:
    path = form(tmp_path)
    shown = await answer(path, *["4", "enter"] * 7, "v")
    assert "By your answers" not in shown
    shown = await answer(path, *["4", "enter"] * 21)
    assert "Send this file back to the person who sent it to you." in " ".join(shown.split())
    assert str(path) in "".join(shown.split())
    assert "partner" not in shown.replace("partnercheck", "")


async def test_a_form_that_changed_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    path = form(tmp_path)
    form_file = FormFile(path)
    app = PartnerCheck(form_file.workspace, TODAY, form_file)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("3")
        edited = path.read_text() + "PS: call me\n"
        path.write_text(edited)
        await pilot.press("enter", "2")
        assert "Not saved" in seen(app)
        assert path.read_text() == edited
        await pilot.press("ctrl+y")
        assert "saved" in seen(app)
    assert filled(path).answers["culture-dialogue"].score == 2
    assert filled(path).answers["culture-decisions"].score == 3
    assert "PS: call me" in path.read_text()
