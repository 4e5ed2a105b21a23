"""A reply with older copies of its form in it, quoted in many ways; texts that look like one."""

from __future__ import annotations

import re
from email.message import EmailMessage

import pytest

from partnercheck.base.records import Answer
from partnercheck.exchange.returned_form import read_form
from partnercheck.exchange.returned_text import FormRead
from tests.support.filled_forms import KNOWN, PARTNERSHIP, empty, fill, quoted, told

CORE = [item.id for item in PARTNERSHIP.form_items("quick")]
NEW = {CORE[0]: Answer(score=4), CORE[1]: Answer(skip="unknown")}
OLD = {item: Answer(score=1, evidence="Long ago.") for item in CORE}
SIGNS = (
    "> ",
    ">",
    "| ",
    "|",
    ": ",
    "» ",
    "Name> ",
    "JD> ",
    "> | ",
    ">> ",
    ": > ",
    "Jane> > ",
    "│ ",
)
BETWEEN = (
    "\nOn 3 May 2026, Alice Moreau wrote:\n",
    "\n-----Original Message-----\nFrom: Alice\nSent: Monday\nTo: Jane\nSubject: your side\n\n",
    "\nAm 3. Mai 2026 schrieb Alice:\n",
    "",
)


def read(text: str) -> FormRead:
    return read_form(text.encode(), "form.txt", KNOWN)


def answers(found: FormRead) -> dict[str, Answer]:
    assert found.response, found.problems
    return dict(found.response.answers)


@pytest.mark.parametrize("sign", [*SIGNS, ""])
@pytest.mark.parametrize("between", BETWEEN)
def test_an_older_copy_below_a_reply_answers_nothing(sign: str, between: str) -> None:
    reply, older = fill(empty(), NEW), fill(empty(), OLD)
    text = reply + between + quoted(sign)(older)
    found = read(text)
    assert {item: each for item, each in answers(found).items() if each.is_answered} == NEW
    [problem] = [each for each in found.problems if "older copy" in each.message]
    assert problem.line
    assert "Vendor:" in text.split("\n")[problem.line - 1]
    assert problem.line > reply.count("\n")
    reply_line = reply[: reply.index("Vendor:")].count("\n") + 1
    assert f"the copy on line {reply_line} is read" in problem.message


@pytest.mark.parametrize("sign", SIGNS)
def test_an_older_copy_above_a_reply_answers_nothing(sign: str) -> None:
    found = read(quoted(sign)(fill(empty(), OLD)) + "\nHere it is:\n\n" + fill(empty(), NEW))
    assert {item: each for item, each in answers(found).items() if each.is_answered} == NEW
    assert any("older copy" in each.message for each in found.problems)


def test_an_older_copy_without_an_answer_needs_no_word() -> None:
    found = read(fill(empty(), NEW) + BETWEEN[0] + quoted("> ")(empty()))
    assert {item: each for item, each in answers(found).items() if each.is_answered} == NEW
    assert not [each for each in found.problems if "older copy" in each.message]


def test_an_older_copy_of_an_older_copy_answers_nothing() -> None:
    third = {item: Answer(score=0) for item in CORE}
    older = fill(empty(), OLD) + BETWEEN[0] + quoted("> ")(fill(empty(), third))
    found = read(fill(empty(), NEW) + BETWEEN[0] + quoted("> ")(older))
    assert {item: each for item, each in answers(found).items() if each.is_answered} == NEW
    assert len([each for each in found.problems if "older copy" in each.message]) == 2


@pytest.mark.parametrize("sign", [*SIGNS, ""])
def test_an_older_copy_that_was_cut_answers_nothing(sign: str) -> None:
    """Neither its header nor its first questions are there; the reply's end may be gone too."""
    older = fill(empty(), OLD)
    older = quoted(sign)(older[older.index(f"[{CORE[4]}]") :])
    reply = fill(empty(), NEW)
    for text in (reply, reply.replace("[end of the form]", "")) if sign else (reply,):
        found = read(text + BETWEEN[0] + older)
        assert {item: each for item, each in answers(found).items() if each.is_answered} == NEW
        assert any("older copy" in each.message for each in found.problems)


def test_questions_that_a_reply_leaves_out_stay_unanswered() -> None:
    reply = fill(empty(), NEW)
    start, end = reply.index(f"[{CORE[2]}]"), reply.index(f"[{CORE[4]}]")
    found = read(reply[:start] + reply[end:] + BETWEEN[0] + quoted("> ")(fill(empty(), OLD)))
    assert {item: each for item, each in answers(found).items() if each.is_answered} == NEW
    assert all(told(found, item) for item in CORE[2:4])


def test_an_older_copy_names_nobody() -> None:
    reply = fill(empty(), NEW).replace("Respondent: Jane Doe", "Respondent:")
    found = read(reply + BETWEEN[0] + quoted("> ")(fill(empty(), OLD)))
    assert found.response
    assert found.response.respondent == ""


def test_a_question_unmarked_first_and_marked_below_it_is_refused() -> None:
    text = fill(empty(), {})
    start, end = text.index(f"[{CORE[3]}]"), text.index(f"[{CORE[4]}]")
    marked = text[start:end].replace("[ ] 2", "[x] 2")
    found = read(text[:end] + marked + text[end:])
    assert CORE[3] not in answers(found)
    assert "occurs twice" in str([each for each in found.problems if CORE[3] in each.message])


@pytest.mark.parametrize("sign", SIGNS)
def test_a_quoted_form_is_read(sign: str) -> None:
    given = {**NEW, CORE[5]: Answer(2, evidence="> 3 days late\n| cost | 4 |\n: so\n» so", on=None)}
    found = read(quoted(sign)(fill(empty(), given)))
    assert answers(found) == given
    assert found.problems == ()


def test_answers_that_are_typed_among_quoted_lines_keep_their_first_sign() -> None:
    text = quoted("> ")(fill(empty(), {CORE[5]: Answer(2, evidence="HERE")}))
    found = read(text.replace("> HERE", "| cost | 4 |\n: so"))
    assert answers(found)[CORE[5]].evidence == "| cost | 4 |\n: so"


@pytest.mark.parametrize("prefix", ["# ", "* ", "% ", "// ", "- ", "1) "])
def test_a_prefix_that_is_not_known_is_named(prefix: str) -> None:
    text = quoted(prefix)(fill(empty(), OLD))
    found = read(text)
    assert found.response is None
    [problem] = found.problems
    assert f'has "{prefix.strip()}" before each of its lines' in problem.message
    assert problem.line
    assert "Vendor:" in text.split("\n")[problem.line - 1]


TEXTS = (
    *("instrument = x", 'instrument = "partnership"', "vendor = [", "[answers.culture-repair]"),
    *("Content-Transfer-Encoding: x", "Content-Transfer-Encoding: base64", "MIME-Version: 1.0"),
    *("From: x", "From jane@acme.example Mon", "Subject: late", "--boundary", "-- "),
    *("[x]", "[3]", "[later]", "[end of the form]", "[culture-repair]", "<html>", "<p>late</p>"),
    *("Vendor: other\nRound: 2020", "Form: full", "Buyer: none", "Format: 9", "Respondent: Bob"),
    *(
        "Basis: the contract",
        "Basis: none",
        "Level: low",
        "On Monday, Alice wrote:",
        "=====\n=====",
    ),
    *("> 3 days", "| a | b |", ": late", "» so «", "Name> so", "# so", '"""', "a = 1", "%PDF"),
    *(
        "[see]\n1. first",
        "[a]\n2) so",
        "1. first",
        "2) second",
        "x",
        "- x",
        "3",
        "3 trucks",
        "u",
        "n",
    ),
    *("<<<<<<< ours", "=======", ">>>>>>> theirs", "=C3", "so =", "\\", "\\[x]"),
)


@pytest.mark.parametrize("line", TEXTS)
def test_a_text_at_the_left_margin_is_text(line: str) -> None:
    """Typed by hand, without the backslash that the program writes before such lines."""
    for evidence in (line, f"In May:\n{line}\nTwice."):
        given = {**NEW, CORE[5]: Answer(2, basis="observed", evidence=evidence)}
        for change in (str, quoted("> "), lambda text: text.replace("\n", "\r\n")):
            found = read(change(fill(empty(), given)))
            got = answers(found)
            said = got.pop(CORE[5])
            assert re.sub(r"\s", "", said.evidence) == re.sub(
                r"\s", "", evidence.replace("\\[", "[")
            )
            assert (said.score, said.basis) == (2, "observed")
            assert got == NEW
            assert found.problems == ()


@pytest.mark.parametrize("line", TEXTS)
def test_a_text_in_a_reason_is_text(line: str) -> None:
    reason = f"In May:\n{line}\nTwice."
    item = next(each.id for each in PARTNERSHIP.form_items("quick")[2:] if each.offers_no_occasion)
    given = {**NEW, item: Answer(skip="no-occasion", reason=reason)}
    found = read(fill(empty(), given))
    got = answers(found).get(item)
    if got is None:
        assert told(found, item)
    else:
        assert re.sub(r"\s", "", got.reason) == re.sub(r"\s", "", reason.replace("\\[", "["))


@pytest.mark.parametrize(
    "note", ["Content-Transfer-Encoding: x", "<html>", "instrument = x", "=C3"]
)
def test_a_covering_note_is_no_structure(note: str) -> None:
    found = read(f"Hello Alice,\n\n{note}\n\n{fill(empty(), NEW)}")
    assert {item: each for item, each in answers(found).items() if each.is_answered} == NEW


@pytest.mark.parametrize(
    "text",
    [
        "From: a\nMIME-Version: 1.0\nContent-Transfer-Encoding: base64\n\nVmVuZG9y\n",
        "Hi\n--b1\nContent-Type: text/plain\nContent-Transfer-Encoding: 7bit\n\n",
    ],
)
def test_a_mail_without_a_form_is_refused(text: str) -> None:
    found = read(text)
    assert found.response is None
    [problem] = found.problems
    assert problem.message == "is an e-mail without a form"


def test_the_body_of_a_mail_is_read_with_its_fields() -> None:
    fields = "From a@b Mon\nDKIM: a\n  b\ncontent-transfer-encoding: 8bit\n\n"
    found = read(fields + fill(empty(), NEW))
    assert {item: each for item, each in answers(found).items() if each.is_answered} == NEW
    assert (found.source, found.part) == ("mail", "text")


def test_a_text_that_a_mail_program_left_encoded_is_decoded() -> None:
    found = read(fill(empty(), {CORE[5]: Answer(1, evidence="F=C3=BCr uns")}))
    assert answers(found)[CORE[5]].evidence == "Für uns"


def test_a_newer_copy_whose_questions_cannot_be_read_is_not_replaced_by_an_older_one() -> None:
    """As converters to Markdown write the ids of questions."""
    newer = fill(empty(), NEW).replace("[", "\\[")
    found = read(f"{newer}\nOn Monday, Jane wrote:\n{quoted('> ')(fill(empty(), OLD))}")
    assert found.response is None
    assert "has a form whose questions cannot be read, above an older copy" in str(found.problems)


def mail(*texts: str, **files: str) -> FormRead:
    """What is read from a mail with these texts as its body, and with these files attached."""
    message = EmailMessage()
    message["From"] = "jane@acme.example"
    message.set_content("\n\n".join(texts))
    for name, text in files.items():
        message.add_attachment(text, filename=f"{name}.txt")
    return read_form(message.as_bytes(), "mail.eml", KNOWN)


def test_a_mail_with_two_forms_that_differ_is_refused() -> None:
    old, new = fill(empty(), OLD), fill(empty(), NEW)
    found = mail("Hello", first=old, second=new)
    assert found.response is None
    assert "has two forms with different answers" in str(found.problems[0])
    assert "two forms" in str(mail(old, attached=new).problems[0])
    assert mail(new, attached=new).response == mail("Hello", attached=new).response
    # What was sent came back in the body, without an answer.
    found = mail(empty(), attached=new)
    assert {item: each for item, each in answers(found).items() if each.is_answered} == NEW
    assert found.part == "attached.txt"


@pytest.mark.parametrize(
    "data",
    [
        b"--a\nContent-Type: x\n" * 40_000,
        b"".join(
            b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (each, each)
            for each in range(900)
        ),
        b"Content-Type: message/rfc822\n\n" * 2_000,
        b"MIME-Version: 1.0\nContent-Type: text/plain; charset=nothing\n\nVendor: a\n",
        b'Content-Type: text/plain\nContent-Disposition: attachment; filename="\xff\n\nx',
    ],
    ids=["many parts", "nested", "messages in messages", "no charset", "no name"],
)
def test_a_mail_that_is_made_to_be_hard_is_refused(data: bytes) -> None:
    found = read_form(data, "mail.eml", KNOWN)
    assert found.response is None
    assert found.problems


def test_what_is_struck_through_in_a_mail_is_not_meant() -> None:
    text = fill(empty(), {CORE[0]: Answer(1), CORE[1]: Answer(3)})
    marked = next(e for e in text.split("\n") if "[x] 1" in e)
    page = f"<html><pre>{text.replace(marked, f'<s>{marked}</s>')}</pre></html>"
    found = read_form(page.encode(), "mail.html", KNOWN)
    assert answers(found).get(CORE[0], Answer()) == Answer()
    assert f"[{CORE[0]}]" in str(found.problems[0])
    assert answers(found)[CORE[1]].score == 3
