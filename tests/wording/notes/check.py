#!/usr/bin/env python3
"""Check the questionnaires in this folder against the rules of wording (design, sections 3 and 4).

Needs Python 3.11 and nothing else. Prints every fault, then the counts; exit status 1 if any fault.
Run it as `python3 check.py`, or with the folder as its argument.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections import Counter
from math import ceil
from pathlib import Path

HERE = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
LENSES = ("expectations", "focus", "trust-value", "walking-the-talk")
WORDINGS = ("buyer", "vendor")

MOST_ANCHOR_WORDS, MOST_QUESTION_WORDS = 18, 20
MOST_FORM_GRADE, MOST_QUESTION_GRADE = 8.0, 11.0
MOST_FULL_WORDS, MOST_QUICK_WORDS = 2000, 950
WORDS_A_MINUTE, SECONDS_AN_ITEM, SECONDS_A_NOTE = 200, 15, 30

# Design 3: id -> (kind, core, critical), in the order of the questionnaire.
DESIGN = {
    "culture": "decisions+o dialogue+s repair*o bad-news.o values.o getting-along.o same-aim.s",
    "gains": "others-gain+s fair-split*s last-surprise+o beyond-price.s measured-together.s"
    " reopened-terms.o best-alternative.w",
    "reciprocity": "sign-again*s vulnerability+s shared-risk+s own-investment.s unobliged.s"
    " priority.o started-together.s",
    "learning": "from-each-other*s offered-unasked+s unspecified+o looking-back.s"
    " each-others-people.o feedback.o written-down.s",
}
KINDS = {"o": "occasion", "s": "standing", "w": "own"}
KIND_COUNTS = {"occasion": 11, "standing": 16, "own": 1}

NEEDED = ("id", "condition", "kind", "topic", "buyer", "vendor", "anchors",
          "dialogue", "practice", "trial", "source")
KNOWN = {*NEEDED, "core", "critical", "reserve", "balance", "confidential", "vendor_anchors",
         "which_side", "note_hint", "allows_no_occasion"}

# Words that make an anchor lean on another one, so that it cannot be quoted alone.
LEANING = (r"\bthe same\b", r"\balso\b", r"\bsomething else\b", r"\bboth did\b(?=[,.;])", r"\bthey did\b(?=[,.;])",
           r"\bas above\b", r"\blikewise\b", r"\bthis one\b", r"\bthe former\b", r"\bsuch talk\b",
           r"\bdid so\b(?! only)", r"\bsaid so, and\b", r"^(and|or|but)\b")
# Feelings, and words that two people fill differently.
VAGUE = (r"\boften\b", r"\bgood\b", r"\bappropriate\w*", r"\bproper\w*", r"\bsometimes\b",
         r"\busually\b", r"\bregular\w*", r"\bquite\b", r"\bvery\b", r"\bfe(?:el|els|elt|eling)\b",
         r"\btrust\w*", r"\bhappy\b", r"\bsatisf\w+", r"\bunderstand(?:s|ing)?\b", r"\bopenness\b",
         r"\bsufficient\w*", r"\badequate\w*", r"\bto some extent\b", r"\bgenerally\b")
# A question that suggests its answer, or asks for an opinion.
LEADING = (r"^(is|are|do|does|did|have|has|was|were|can|could|would)\b", r"\bdon't you\b",
           r"\bhow well\b", r"\bhow much do you\b", r"\bagree that\b")

faults: list[str] = []


def fault(where: str, what: str) -> None:
    faults.append(f"{where}: {what}")


def words(text: str) -> int:
    return len(text.split())


# ---- Readability: Flesch and Kincaid 1975, with a plain count of syllables

SYLLABLES = {"business": 2, "people": 2, "criticised": 3, "criticism": 4, "unasked": 2, "sided": 2,
             "something": 2, "someone": 2, "somebody": 3, "everyone": 3, "sometimes": 2, "knows": 1,
             "alone": 2, "done": 1, "gone": 1, "bearing": 2, "being": 2, "doing": 2, "going": 2,
             "seen": 1, "area": 3, "idea": 3, "risk": 1, "quiet": 2, "science": 2, "reference": 3,
             "references": 4, "customer": 3, "customers": 3, "vendor": 2, "safe": 1, "safety": 2,
             "purpose": 2, "outsiders": 3, "themselves": 2, "once": 1, "else": 1, "elsewhere": 2,
             "whole": 1, "beforehand": 3, "company": 3, "every": 2, "different": 3, "differently": 4,
             "businesses": 4, "besides": 2, "makes": 1, "takes": 1, "figures": 2, "salespeople": 3,
             "ours": 1, "hour": 1, "hours": 1, "our": 1, "while": 1, "without": 2, "therefore": 2}


def syllables(word: str) -> int:
    word = re.sub(r"['’]s$", "", word.lower()).strip("'’")
    if word in SYLLABLES:
        return SYLLABLES[word]
    stem = re.sub(r"(?<![aeiouy])(?:es|ed)$", _silent(word), word)
    stem = re.sub(r"(?<=[^aeiouyl])e$|(?<=[aeiouy]l)e$|(?<=[^aeiouy]l)e(?=s$)", "", stem)
    return max(1, len(re.findall(r"[aeiouy]+", stem))
               + len(re.findall(r"(?<=[^aeiouy])ia|eo(?=n)|io(?=t)", stem)))


def _silent(word: str):
    def ending(match: re.Match[str]) -> str:
        before = word[: match.start()][-1:]
        if match[0] == "ed":
            return match[0] if before in "td" else ""
        return match[0] if re.search(r"(?:s|z|x|ch|sh|c|g)es$", word) else ""
    return ending


def grade(text: str) -> float:
    """The Flesch-Kincaid grade: years of school that a text asks for."""
    found = re.findall(r"[A-Za-z'’]+", text)
    sentences = max(1, len(re.findall(r"[.!?](?:[\"”)]*)(?:\s|$)", text)))
    return 0.39 * len(found) / sentences + 11.8 * sum(map(syllables, found)) / len(found) - 15.59


# ---- One questionnaire

def load(name: str) -> dict:
    with (HERE / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def anchors_of(item: dict, wording: str) -> list[str]:
    return item.get("vendor_anchors", item["anchors"]) if wording == "vendor" else item["anchors"]


def check_item(name: str, item: dict) -> None:
    where = f"{name} {item.get('id', '?')}"
    for key in NEEDED:
        if not item.get(key):
            fault(where, f"has no {key}")
            return
    for key in item.keys() - KNOWN:
        fault(where, f"unknown key {key}")
    if not item["id"].startswith(item["condition"]) and name == "partnership":
        fault(where, f"is not of condition {item['condition']}")
    if item["kind"] not in KINDS.values():
        fault(where, f"unknown kind {item['kind']}")
    if item.get("critical") and not item.get("core"):
        fault(where, "critical but not core")
    if item.get("reserve") and item.get("core"):
        fault(where, "core and reserve")
    if item.get("allows_no_occasion") and item["kind"] != "own":
        fault(where, "allows_no_occasion is for own items only")
    if item["kind"] == "own" and item.get("which_side"):
        fault(where, "asks which side, but is an own item")
    if item["kind"] != "own" and not item.get("which_side"):
        fault(where, "has no which_side")
    if item.get("which_side") and words(item["which_side"]) > 13:
        fault(where, "which_side is long")
    if not 1 <= words(item["topic"]) <= 6:
        fault(where, f"topic of {words(item['topic'])} words")
    for wording in WORDINGS:
        check_question(where, wording, item)
        check_anchors(where, item, anchors_of(item, wording))
    if "vendor" in item["vendor"] or "customer" in item["buyer"].replace("customers", ""):
        fault(where, "a wording names the wrong side")
    if item["vendor"] != item["buyer"].replace("this vendor", "this customer"):
        if item["id"] not in {"flow-goods", "flow-payments", "competence-done-over"}:
            fault(where, "the two wordings ask different things")
    for key in ("dialogue", "practice", "trial"):
        if not item[key].rstrip().endswith((".", "?")):
            fault(where, f"{key} is no sentence")


def check_question(where: str, wording: str, item: dict) -> None:
    question = item[wording]
    if words(question) > MOST_QUESTION_WORDS:
        fault(where, f"{wording} question of {words(question)} words: {question}")
    if grade(question) > MOST_QUESTION_GRADE:
        fault(where, f"{wording} question of grade {grade(question):.1f}: {question}")
    if not question.endswith("?"):
        fault(where, f"{wording} question ends without a question mark")
    for pattern in (*LEADING, *VAGUE):
        if re.search(pattern, question, re.I):
            fault(where, f"{wording} question with {pattern}: {question}")


def check_anchors(where: str, item: dict, anchors: list[str]) -> None:
    if len(anchors) != 5 or len({a.casefold() for a in anchors}) != 5:
        fault(where, "needs five different anchors")
        return
    for score, anchor in enumerate(anchors):
        if words(anchor) > MOST_ANCHOR_WORDS:
            fault(where, f"anchor {score} of {words(anchor)} words: {anchor}")
        if not (anchor[0].isupper() and anchor.endswith(".") and anchor.count(". ") == 0):
            fault(where, f"anchor {score} is not one sentence: {anchor}")
        for pattern in (*LEANING, *VAGUE):
            if re.search(pattern, anchor, re.I):
                fault(where, f"anchor {score} with {pattern}: {anchor}")
    check_pattern(where, item["kind"], anchors)


def check_pattern(where: str, kind: str, anchors: list[str]) -> None:
    """The one scale: what the words of each line must show, so far as a script can see."""
    zero, one, two, three, four = anchors
    if kind == "own":
        return
    if re.match(r"(both|each side)\b", zero, re.I):
        fault(where, f"anchor 0 is about both: {zero}")
    if not re.search(r"\b(neither|no|nobody|nothing|none|at most|dropped|only in writing|"
                     r"had not caused|on each side|each side had two|on both sides people did)\b",
                     one, re.I):
        fault(where, f"anchor 1 does not say that nobody did it: {one}")
    if not re.search(r"\b(only one|one side|only on|on only one|not agreed|not worked on|on one side)\b",
                     two, re.I):
        fault(where, f"anchor 2 does not say one side: {two}")
    if re.match(r"(only|neither|no side)\b", three, re.I):
        fault(where, f"anchor 3 with a word of a lower line: {three}")
    if kind == "occasion" and not re.search(r"at least twice|in all|none of", four, re.I):
        fault(where, f"anchor 4 does not ask for two occasions: {four}")
    if kind == "standing" and not re.search(
        r"\b(again|more|repeated|renewed|extended?|keeps?|kept|added|updated|revised|reached|at least twice|in two|"
        r"at set times|use|used|acted on|tested|tried|because of it|made it|put right|freely signed|named a result|"
        r"spared|heard)\b", four, re.I
    ):
        fault(where, f"anchor 4 does not say that it held: {four}")


def check_partnership(data: dict) -> None:
    expected = {}
    for condition, entries in DESIGN.items():
        for entry in entries.split():
            slug, mark, kind = re.fullmatch(r"([a-z-]+?)([+*.])([osw])", entry).groups()
            expected[f"{condition}-{slug}"] = (KINDS[kind], mark in "+*", mark == "*")
    items = {item["id"]: item for item in data["items"]}
    if list(items) != list(expected):
        fault("partnership", f"ids or order differ: {set(items) ^ set(expected)}")
    for id_, (kind, core, critical) in expected.items():
        found = items.get(id_, {})
        if (found.get("kind"), found.get("core", False), found.get("critical", False)) != (
            kind, core, critical
        ):
            fault(f"partnership {id_}", "kind, core or critical differ from the design")
    if Counter(item["kind"] for item in items.values()) != KIND_COUNTS:
        fault("partnership", "kinds are not 11, 16 and 1")
    for condition in DESIGN:
        own = [item for item in items.values() if item["condition"] == condition]
        for key, count in ((None, 7), ("core", 3), ("critical", 1), ("reserve", 1)):
            if sum(key is None or item.get(key, False) for item in own) != count:
                fault(f"partnership {condition}", f"needs {count} {key or 'items'}")
        for item in own:
            if item.get("reserve") and item["kind"] != "standing":
                fault(f"partnership {item['id']}", "a reserve item must always have an answer")
    if sum(item.get("balance", False) for item in items.values()) < 6:
        fault("partnership", "too few items for the balance")
    if data["states"] != {"present": 66, "partial": 40}:
        fault("partnership", "states differ from the design")


# ---- The rules as data, tried on the patterns of design 4 (both sides alike)

def class_of(data: dict, scores: dict[str, list[float]]) -> str:
    """The class of settled scores, critical item first in each condition."""
    limits, states = data["limits"], data["states"]
    rank = {"weak": 0, "partial": 1, "present": 2}
    found = {}
    for condition, row in scores.items():
        score, critical = 100 * sum(row) / 4 / len(row), int(row[0] + 0.5)
        state = "present" if score >= states["present"] else (
            "partial" if score >= states["partial"] else "weak")
        if row.count(0) >= limits["zeros"] or critical < limits["critical_present"]:
            state = min(state, "partial", key=rank.get)
        found[condition] = "weak" if critical < limits["critical_partial"] else state
    mutual = sum(row[0] >= limits["mutual"] for row in scores.values())
    for each in data["classes"]:
        for rule in each["rules"]:
            if (
                all(sum(rank[s] >= rank[state] for s in found.values()) >= count
                    for state, count in rule.get("at_least", {}).items())
                and all(rank[found[c]] >= rank[s] for c, s in rule.get("needs", {}).items())
                and all(scores[c][0] >= s for c, s in rule.get("critical_needs", {}).items())
                and mutual >= rule.get("mutual", 0)
            ):
                return each["id"]
    return "none"


def rows(default: str, **rest: str) -> dict[str, list[float]]:
    return {c: [float(n) for n in rest.get(c, default)] for c in DESIGN}


PATTERNS = [
    ("partner", rows("3333333")), ("partner", rows("3233333")), ("partner", rows("323")),
    ("partner", rows("3333333", culture="2333333")), ("partner", rows("3223333")),
    ("near-partner", rows("3333333", culture="2333333", gains="2333333")),
    ("near-partner", rows("3333333", reciprocity="1333333")),
    ("near-partner", rows("4444444", culture="4044444")),
    ("steady-supplier", rows("2333333", learning="3333333")), ("steady-supplier", rows("2333333")),
    ("steady-supplier", rows("2222222")),
    ("supplier", rows("3333333", reciprocity="0333333")),
    ("supplier", rows("3333333", gains="0333333")),
    ("supplier", rows("1111111", gains="2122122", reciprocity="1222113")),
]


# ---- Words and minutes

def form_texts(data: dict, wording: str, form: str) -> list[str]:
    items = [i for i in data["items"] if form == "full" or i.get("core")
             or (form == "quick+" and i.get("reserve"))]
    return [text for i in items for text in (i[wording], *anchors_of(i, wording))]


def minutes(count: int, items: int) -> int:
    exact = count / WORDS_A_MINUTE + items * (SECONDS_AN_ITEM + SECONDS_A_NOTE) / 60
    return 5 * ceil(exact / 5)


def report(data: dict, instructions: str) -> None:
    name = data["id"]
    for wording in WORDINGS:
        for form in ("full", "quick", "quick+"):
            texts = form_texts(data, wording, form)
            items = len(texts) // 6
            if form == "quick+" and items == len(form_texts(data, wording, "quick")) // 6:
                continue
            alone = sum(map(words, texts))
            count = alone + words(instructions)
            whole = grade(" ".join([instructions, *texts]))
            print(f"{name:17} {wording:6} {form:6} {items:3} items {alone:5} words,"
                  f" with instructions {count:5}   grade {whole:4.1f}   {minutes(count, items):3} min")
            if whole > MOST_FORM_GRADE:
                fault(name, f"the {form} form is of grade {whole:.1f}")
            most = {"full": MOST_FULL_WORDS, "quick": MOST_QUICK_WORDS}.get(form)
            if name == "partnership" and most and count > most:
                fault(name, f"the {form} form has {count} words in the {wording}'s wording")


def check_map(ids: set[str]) -> None:
    path = HERE / "sources_map.md"
    if not path.exists():
        fault("sources_map.md", "is missing")
        return
    text = path.read_text("utf-8")
    named = set(re.findall(r"`([a-z]+(?:-[a-z]+)+)`", text))
    lenses = {*LENSES, "partnership"}
    keys = {"walk-away", "all-talk", "value-without-trust", "mutual-goals", "near-partner"}
    for unknown in sorted(named - ids - lenses - keys):
        fault("sources_map.md", f"names {unknown}, which is no item")
    for id_ in sorted(ids - named):
        fault("sources_map.md", f"does not name {id_}")


def main() -> int:
    with (HERE / "wording.toml").open("rb") as file:
        wording = tomllib.load(file)
    instructions = " ".join(rule["form"] for rule in wording["rules"])
    for rule in wording["rules"]:
        if len(rule["screen"]) > 78:
            fault(f"wording {rule['id']}", f"screen line of {len(rule['screen'])} cells")
    everything = [load(name) for name in ("partnership", *LENSES)]
    ids = Counter(item["id"] for data in everything for item in data["items"])
    for twice in (id_ for id_, count in ids.items() if count > 1):
        fault(twice, "two items have this id")
    for data in everything:
        name = data["id"]
        if data["version"] != 2:
            fault(name, "version is not 2")
        topics = Counter(item["topic"] for item in data["items"])
        for topic in (t for t, count in topics.items() if count > 1):
            fault(name, f"two items have the topic {topic}")
        known = {c["id"] for c in data["conditions"]}
        shorts = [c["short"] for c in data["conditions"]]
        if len(set(shorts)) < len(shorts):
            fault(name, "two conditions have one short name")
        for item in data["items"]:
            check_item(name, item)
            if item.get("condition") not in known:
                fault(f"{name} {item['id']}", "is of no known condition")
        for condition in known:
            if not any(i["condition"] == condition and i.get("core") for i in data["items"]):
                fault(f"{name} {condition}", "has no core item")
        anchors = Counter(a.casefold() for i in data["items"] for a in i["anchors"])
        for anchor in (a for a, count in anchors.items() if count > 1):
            fault(name, f"one anchor stands in two items: {anchor}")
    check_partnership(everything[0])
    for expected, scores in PATTERNS:
        found = class_of(everything[0], scores)
        if found != expected:
            fault("class rules", f"{scores} makes {found}, not {expected}")
    check_map(set(ids))
    for data in everything:
        report(data, instructions)
    print(f"instructions: {words(instructions)} words")
    for each in sorted(set(faults)):
        print("FAULT", each)
    print(f"{len(set(faults))} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
