"""Facts: the team's own keys about a vendor, in the table `[facts]` of `vendor.toml`.

A fact is a text, a number, true or false, or a date. A typed value becomes the narrowest of these
types that fits:

    120000        a number          2027-03-31    a date         high      a text
    0.75          a number          true          true           "2019"    a text, because of quotes
    007           a text: a number would lose its zeros
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Mapping

from partnercheck.base.errors import UserError
from partnercheck.base.records import Fact, Problem, Vendor
from partnercheck.base.text import clean, is_blank, one_line, tidy_name
from partnercheck.formats.guess_types import UNDECIDED, guess_column, is_impossible_day
from partnercheck.storage.convert import line_of, wrong_value
from partnercheck.storage.parse import Source, Table
from partnercheck.storage.wording import key_for_message

FACTS = "facts"
EXPECTED = "text in quotes, a number, true, false, or a date such as 2026-11-24"
# The bare keys of TOML, so that a key can stand in an option: `--where contract_end<2027-01-01`.
KEY = re.compile("[A-Za-z0-9_-]{1,63}")
KEY_REMEDY = 'Use letters without accents, digits, "_" and "-", as in contract_end'
_INTEGER = re.compile("-?(?:0|[1-9][0-9]{0,17})", re.ASCII)
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,9}", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
# A text that may be read by the rules for spreadsheets; it has no unit, which would be lost.
_AMOUNT_OR_DAY = re.compile(r"[-+]?[0-9][0-9.,'’/ -]*", re.ASCII)
_BETWEEN_FACTS = re.compile(r";|,(?=\s*[A-Za-z0-9_-]{1,63}\s*=)", re.ASCII)
_CRITICALITY = {"critical": 0, "very high": 0, "high": 1, "medium": 2, "low": 4}
# From this number on, thousands are grouped; years, which nobody groups, are below.
_LEAST_GROUPED = 10_000
# Beyond this number, neighbouring whole numbers are the same float.
_EXACT = 1 << 53
# The largest integer of TOML.
_LARGEST = (1 << 63) - 1


def facts_of(source: Source) -> tuple[dict[str, Fact], list[Problem]]:
    """Return the facts in a vendor's file, and the problems found in them."""
    assert source.data is not None
    table = source.data.get(FACTS, {})
    if not isinstance(table, dict):
        wanted = "a table: [facts], with one key per line below it"
        return {}, [wrong_value(source, "", FACTS, table, wanted)]
    facts: dict[str, Fact] = {}
    problems = []
    for key, value in table.items():
        if problem := _problem(source, key, value):
            problems.append(problem)
        elif not isinstance(value, str):
            facts[key] = value
        elif not is_blank(value):
            facts[key] = one_line(clean(value, lines=True))
    return facts, problems


def _problem(source: Source, key: str, value: object) -> Problem | None:
    named, line = key_for_message(key), line_of(source.text, FACTS, key)
    if key != FACTS and key in Vendor.__struct_fields__:
        # A key that somebody added at the end of the file ends up in [facts], the last table.
        message = f'"{named}" is in [facts], but is a key of the vendor itself'
        return Problem(source.file, message, "Move its line above [facts]", line)
    if not KEY.fullmatch(key):
        return Problem(source.file, f'"{named}" cannot be the key of a fact', KEY_REMEDY, line)
    if not is_fact(value):
        return wrong_value(source, FACTS, key, value, EXPECTED)
    if isinstance(value, str) and value and is_blank(value):
        message = f'"{named}" is blank in [facts]'
        return Problem(
            source.file, message, "Write visible text, or remove the key", line, "warning"
        )
    return None


def is_fact(value: object) -> bool:
    """Whether a value of TOML can be a fact; lists, tables, times and huge numbers cannot."""
    if isinstance(value, dt.datetime):
        return False
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, int):
        return -_LARGEST - 1 <= value <= _LARGEST
    return isinstance(value, str | dt.date)


def tidy_facts(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """Return facts as they are stored, without blank texts. Raises UserError for a bad key."""
    tidied: dict[str, Fact] = {}
    for key, value in facts.items():
        require_key(key)
        value = tidy_name(value) if isinstance(value, str) else value
        if value != "":
            tidied[key] = value
    return tidied


def require_key(key: str) -> None:
    """Raise UserError if a text cannot be the key of a fact."""
    if key in Vendor.__struct_fields__:
        raise UserError(f'"{key}" is a key of the vendor itself, not of a fact. Choose another key')
    if not KEY.fullmatch(key):
        raise UserError(f'"{key_for_message(key)}" cannot be the key of a fact. {KEY_REMEDY}')


def fact_from(text: str) -> Fact:
    """Return a typed text as the narrowest fact that it fits; a text in quotes stays a text."""
    text = tidy_name(text)
    if len(text) > 1 and text[0] == text[-1] == '"':
        return tidy_name(text[1:-1])
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    if text in ("true", "false"):
        return text == "true"
    if _DATE.fullmatch(text):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            return text
    return text


def typed_value(key: str, text: str) -> Fact:
    """Return what a person typed as a fact; also reads `1.500.000,00` and `31.12.2027`.

    A text in quotes stays a text. Raises UserError for a day that does not exist, or that could be
    two different days.
    """
    fact = fact_from(text)
    text = tidy_name(text)
    if not isinstance(fact, str) or fact != text:
        return fact
    if is_impossible_day(text):
        raise UserError(
            f'{key}: there is no day {text}. Write a date such as 2027-03-31, or "{text}"'
        )
    if not _AMOUNT_OR_DAY.fullmatch(text):
        return fact
    [value], kind, _ = guess_column([text])
    if kind == UNDECIDED:
        raise UserError(
            f"{key}: in {text}, it is not clear which is the day and which the month. Write it in "
            "the form 2027-03-31"
        )
    return fact if value is None else value


def facts_in(typed: Iterable[str], known: Iterable[str] = ()) -> dict[str, Fact]:
    """Return the facts of texts such as `spend = 120000`.

    A key that differs from a known key only in case is taken for the known key. Raises UserError
    for a text that is not a fact.
    """
    by_folded = {key.casefold(): key for key in known}
    facts = {}
    for text in typed:
        key, equals, value = text.partition("=")
        key = tidy_name(key)
        if not equals or not key:
            raise UserError(f'"{tidy_name(text)}" is not a fact. Write it as in spend=120000')
        key = by_folded.get(key.casefold(), key)
        require_key(key)
        if (fact := typed_value(key, value)) == "":
            raise UserError(f'the fact "{key}" has no value. Write one, as in spend=120000')
        facts[key] = fact
    return facts


def separate_facts(text: str) -> list[str]:
    """Split a line into facts, at semicolons and at commas that come before the next `key=`."""
    return [part for part in _BETWEEN_FACTS.split(text) if part.strip()]


def fact_text(value: Fact) -> str:
    """Return a fact for reading; numbers have no needless decimals, and commas if they are long.

    990000.0    990,000        0.5     0.5
    2050000.1   2,050,000.10   2019    2019, because it may be a year
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _plain_text(value)
    number = int(value) if float(value).is_integer() and abs(value) < _EXACT else value
    if abs(number) < _LEAST_GROUPED:
        return str(number)
    return amount_text(number)


def amount_text(amount: float) -> str:
    """Return an amount with commas between thousands: 1,240,000 or 9,000.50."""
    return f"{amount:,}" if isinstance(amount, int) else f"{amount:,.2f}"


def importance(vendor: Vendor) -> tuple[int, float]:
    """Return a key that sorts vendors by criticality and then by spend, the most important first.

    A criticality that is not in `_CRITICALITY` is between medium and low.
    """
    criticality, spend = vendor.facts.get("criticality"), vendor.facts.get("spend")
    amount = float(spend) if isinstance(spend, int | float) else 0.0
    rank = _CRITICALITY.get(str(criticality).casefold(), 3) if criticality is not None else 5
    return rank, -amount


def contract_ended(vendor: Vendor, today: dt.date) -> dt.date | None:
    """Return the day on which a vendor's contract ended, if it has; None for archived vendors."""
    end = vendor.facts.get("contract_end")
    is_over = isinstance(end, dt.date) and end < today and vendor.archived is None
    return end if is_over else None


def _plain_text(value: Fact) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def typed_fact(value: Fact) -> str:
    """Return a fact as a person would type it, so that `fact_from` returns the same fact."""
    text = _plain_text(value)
    is_same = type(fact_from(text)) is type(value) and fact_from(text) == value
    return text if is_same else f'"{text}"'


def fact_label(key: str) -> str:
    """Return a fact's key as a label: `contract_end` is "Contract end"."""
    words = one_line(key.replace("_", " ").replace("-", " ")) or key
    return words[0].upper() + words[1:]


def facts_table(facts: Mapping[str, Fact]) -> Table:
    """Return facts as TOML data."""
    return dict(facts)
