"""What is wrong with the wording of a question or an anchor: the rules of wording, as functions.

Every function returns its faults in words; no fault, no words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from partnercheck.base.records import Form, Perspective
from partnercheck.questionnaires.records import Instrument, Item, Kind
from partnercheck.questionnaires.wording import wording
from tests.wording.reading_ease import grade

MOST_ANCHOR_WORDS, MOST_QUESTION_WORDS = 18, 20
MOST_FORM_GRADE, MOST_QUESTION_GRADE = 8.0, 11.0
MOST_WORDS: dict[Form, int] = {"full": 2000, "quick": 950}

# With one of these an anchor leans on its neighbour, so that it cannot be quoted alone.
LEANING = (
    *(r"\bthe same\b", r"\balso\b", r"\bsomething else\b", r"\bas above\b", r"\blikewise\b"),
    *(r"\bboth did\b(?=[,.;])", r"\bthey did\b(?=[,.;])", r"\bdid so\b(?! only)", r"^each did\b"),
    *(
        r"\bthis one\b",
        r"\bthe former\b",
        r"\bsuch talk\b",
        r"\bsaid so, and\b",
        r"^(and|or|but)\b",
    ),
)
# Two people fill these words differently.
VAGUE = (
    *(r"\boften\b", r"\bgood\b", r"\bappropriate\w*", r"\bproper\w*", r"\bsometimes\b"),
    *(r"\busually\b", r"\bregular\w*", r"\bquite\b", r"\bvery\b", r"\bopenness\b"),
    *(r"\bsufficient\w*", r"\badequate\w*", r"\bto some extent\b", r"\bgenerally\b"),
)
# Nobody else can see these.
FEELINGS = (
    *(r"\bfe(?:el\w*|lt)\b", r"\btrust\w*", r"\bhappy\b", r"\bsatisf\w+"),
    *(r"\bunderstand(?:s|ing)?\b", r"\bwilling\w*", r"\blikes?\b(?= to)", r"\brespects?\b"),
)
# A question that suggests its answer, or asks for an opinion.
LEADING = (
    r"^(is|are|do|does|did|have|has|was|were|can|could|would)\b",
    *(r"\bdon't you\b", r"\bhow well\b", r"\bhow much do you\b", r"\bagree that\b"),
)
NOBODY = re.compile(
    r"\b(neither|no|nobody|nothing|none|at most|dropped|only in writing|had not caused"
    r"|on each side|each side had two|on both sides people did)\b",
    re.I,
)
ONE_SIDE = re.compile(
    r"\b(only one|one side|only on|on only one|not agreed|not worked on|on one side)\b", re.I
)
TWO_OCCASIONS = re.compile(r"at least twice|in all|none of", re.I)
HELD = re.compile(
    r"\b(again|more|repeated|renewed|extended?|keeps?|kept|added|updated|revised|reached|heard"
    r"|at least twice|in two|at set times|use|used|acted on|tested|tried|because of it|made it"
    r"|put right|freely signed|named a result|spared)\b",
    re.I,
)
# These count on the vendor's deliveries and bills, so the two sides' questions differ in more.
COUNTED = {"flow-goods", "flow-payments", "competence-done-over"}


def words(text: str) -> int:
    """Return the number of words, as divided by blanks."""
    return len(text.split())


def pattern_faults(text: str, patterns: tuple[str, ...]) -> list[str]:
    """Return the words of a text that match one of the patterns."""
    return [found[0] for each in patterns if (found := re.search(each, text, re.I))]


def question_faults(question: str) -> Iterator[str]:
    """Yield what is wrong with a question."""
    if words(question) > MOST_QUESTION_WORDS:
        yield f"{words(question)} words: {question}"
    if grade(question) > MOST_QUESTION_GRADE:
        yield f"of grade {grade(question):.1f}: {question}"
    if not question.endswith("?"):
        yield f"no question mark: {question}"
    for found in pattern_faults(question, LEADING + VAGUE + FEELINGS):
        yield f'"{found}": {question}'


def anchor_faults(anchor: str) -> Iterator[str]:
    """Yield what is wrong with an anchor by itself."""
    if words(anchor) > MOST_ANCHOR_WORDS:
        yield f"{words(anchor)} words: {anchor}"
    if not (anchor[0].isupper() and anchor.endswith(".") and ". " not in anchor):
        yield f"not one sentence: {anchor}"
    for found in pattern_faults(anchor, LEANING + VAGUE + FEELINGS):
        yield f'"{found}": {anchor}'


def scale_faults(kind: Kind, anchors: tuple[str, ...]) -> Iterator[str]:
    """Yield the anchors of an item that do not follow the scale, as far as words show it."""
    if kind == "own":
        return
    zero, one, two, three, four = anchors
    if re.match(r"(both|each side)\b", zero, re.I):
        yield f"0 is about both: {zero}"
    if not NOBODY.search(one):
        yield f"1 does not say that nobody did it: {one}"
    if not ONE_SIDE.search(two):
        yield f"2 does not say one side: {two}"
    if re.match(r"(only|neither|no side)\b", three, re.I):
        yield f"3 has a word of a lower line: {three}"
    if kind == "occasion" and not TWO_OCCASIONS.search(four):
        yield f"4 does not ask for two occasions: {four}"
    if kind == "standing" and not HELD.search(four):
        yield f"4 does not say that it held: {four}"


def wordings_faults(item: Item) -> Iterator[str]:
    """Yield how the two wordings of a question differ in more than who asks."""
    if re.search(r"\bvendor\b", item.vendor) or re.search(r"\bcustomer\b", item.buyer):
        yield f"names the wrong side: {item.buyer} / {item.vendor}"
    swapped = item.buyer.replace("this vendor", "this customer")
    if item.vendor != swapped and item.id not in COUNTED:
        yield f"the sides are asked different things: {item.buyer} / {item.vendor}"


def item_faults(item: Item) -> list[str]:
    """Return every fault of an item's wording."""
    found = [*question_faults(item.buyer), *question_faults(item.vendor)]
    found += [fault for anchor in item.anchors for fault in anchor_faults(anchor)]
    found += [*scale_faults(item.kind, item.anchors), *wordings_faults(item)]
    if not 1 <= words(item.topic) <= 6:
        found.append(f"topic of {words(item.topic)} words: {item.topic}")
    if words(item.which_side) > 13:
        found.append(f"which_side of {words(item.which_side)} words: {item.which_side}")
    if item.which_side and not item.which_side.startswith(("Which side", "Who ")):
        found.append(f'"we did" is no answer to it: {item.which_side}')
    return found


def instructions() -> str:
    """Return the rules for reading the lines, as they stand on every form."""
    return " ".join(rule.form for rule in wording().rules)


def form_text(questionnaire: Instrument, side: Perspective, items: tuple[Item, ...]) -> str:
    """Return all that somebody reads who fills in a form: instructions, questions, anchors."""
    texts = [text for item in items for text in (item.question(side), *item.anchors)]
    return " ".join([instructions(), *texts])
