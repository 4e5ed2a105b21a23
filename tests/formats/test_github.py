"""Workflow commands: whatever text is put into one, a runner reads that text and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from partnercheck.formats.github import workflow_command
from tests.support.workflow_commands import Command, commands

PARTS = st.sampled_from(
    [*"%:,=\r\n ;]", "::", "##[", "::error::", "##[stop-commands]x", "%0A", "%25", "%3A", "a", "é"]
)
TEXTS = st.lists(PARTS | st.characters(codec="utf-8", exclude_categories=["Cc"])).map("".join)


@given(TEXTS, TEXTS.filter(lambda text: text.strip()), st.none() | st.integers(1, 10**6))
def test_a_text_comes_back_and_does_not_act(message: str, file: str, line: int | None) -> None:
    place = {"file": file} | ({"line": str(line)} if line else {})
    [command] = commands(workflow_command("warning", message, file, line))
    assert command == Command("warning", {**place, "title": "partnercheck"}, message)


@given(TEXTS)
def test_a_message_needs_no_place(message: str) -> None:
    [command] = commands(workflow_command("error", message))
    assert command == Command("error", {"title": "partnercheck"}, message)
