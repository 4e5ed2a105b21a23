"""Answers to another version of the questionnaire, in words."""

from __future__ import annotations

from partnercheck.base.english import listed
from partnercheck.questionnaires.records import Instrument
from partnercheck.rules.records import Verdict


def other_versions(instrument: Instrument, verdict: Verdict) -> tuple[int, ...]:
    """Return the versions that were answered, other than the current one, in order."""
    return tuple(version for version in verdict.versions if version != instrument.version)


def version_caveat(instrument: Instrument, verdict: Verdict) -> str:
    """Return the caveat about answers to another version; empty if all answer the current one."""
    others = other_versions(instrument, verdict)
    if not others:
        return ""
    whole = len(others) == len(verdict.versions)
    answers = "The answers are" if whole else "Some of the answers are"
    age = "an older" if max(others) < instrument.version else "another"
    word = "version" if len(others) == 1 else "versions"
    numbers = listed([str(version) for version in others])
    return (
        f"{answers} to {age} version of the questionnaire ({word} {numbers}; "
        f"it is {instrument.version} now): its lines may have meant something else."
    )
