"""What a person laid out stays as it is: only the answer that was given changes."""

from __future__ import annotations

import copy
import re
from typing import Any

import tomli
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from partnercheck.storage.edit import comments, edited
from partnercheck.storage.parse import same
from tests.support.layouts import ITEMS, answers, layouts


def owners(text: str) -> dict[str, str]:
    """The statement that each comment is about: on its own line, or on the next."""
    found: dict[str, str] = {}
    waiting: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        bare = line.strip()
        if bare.startswith("# above"):
            waiting.append(bare)
        elif bare and not bare.startswith("#"):
            found.update(dict.fromkeys(waiting, bare))
            waiting = []
            if beside := re.search(r"# beside .*$", bare):
                found[beside[0]] = bare
    return found


def named(statement: str, key: str) -> bool:
    """Whether a statement is that of a key, or ends a text of several lines of it."""
    left = re.split(r"\s*=", statement)[0].replace('"', "")
    return left.split(".")[-1].strip() == key or '"""' in statement


@settings(max_examples=400, deadline=None)
@given(layouts(), st.sampled_from([*ITEMS, "a-new-one"]), answers())
def test_an_answer_changes_and_everything_else_stays(
    laid_out: tuple[str, dict[str, Any]], item: str, answer: dict[str, Any]
) -> None:
    text, data = laid_out
    assert same(tomli.loads(text), data)
    wanted = copy.deepcopy(data)
    before = wanted["answers"].get(item, {})
    wanted["answers"][item] = answer

    made = edited(text, wanted)

    assert same(tomli.loads(made), wanted)
    assert comments(made) == comments(text)
    assert text.count("\r\n") == 0 or "\n" not in made.replace("\r\n", "")
    then, now = owners(text), owners(made)
    for comment, statement in then.items():
        about = comment.split()[-1]
        gone = about.startswith(f"{item}.") and about.split(".")[1] not in answer
        if "." in about and not gone:
            assert named(now[comment], about.split(".")[1]), (comment, now.get(comment))
        if not about.startswith((f"{item}.", f"[{item}]", "[answers]")) and not same(
            before, answer
        ):
            assert now[comment] == statement


@settings(max_examples=200, deadline=None)
@given(layouts(), st.lists(st.tuples(st.sampled_from(ITEMS), answers()), max_size=6))
def test_many_answers_one_after_the_other(
    laid_out: tuple[str, dict[str, Any]], given_then: list[tuple[str, dict[str, Any]]]
) -> None:
    text, data = laid_out
    wanted = copy.deepcopy(data)
    made = text
    for item, answer in given_then:
        wanted["answers"][item] = answer
        made = edited(made, wanted)
    assert same(tomli.loads(made), wanted)
    assert comments(made) == comments(text)


@settings(max_examples=200, deadline=None)
@given(layouts())
def test_saving_what_is_there_already_changes_no_byte(laid_out: tuple[str, dict[str, Any]]) -> None:
    text, data = laid_out
    assume(data["answers"])
    assert edited(text, data) == text
