"""`calendar`: every day on which something is due, read by another program's parser."""

from __future__ import annotations

import datetime as dt
import re
import time
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from icalendar import Calendar

from tests.support.running import ACME, Run

Days = dict[str, tuple[dt.date, str, str]]


def days_of(data: bytes) -> Days:
    """Each event's day, summary and status by its UID, which no other event has."""
    events = Calendar.from_ical(data).walk("VEVENT")
    uids = Counter(str(event["UID"]) for event in events)
    assert set(uids.values()) == {1}
    return {
        str(event["UID"]): (event.decoded("DTSTART"), str(event["SUMMARY"]), str(event["STATUS"]))
        for event in events
    }


def written(run: Run, here: Path, *words: str) -> Days:
    ran = run("calendar", *words, "-o", "dates.ics", "--force", here=here)
    assert (ran.code, ran.out) == (0, "")
    assert f"Wrote {here}/dates.ics" in ran.err
    return days_of((here / "dates.ics").read_bytes())


def dates_in_files(samples: Path) -> Counter[dt.date]:
    """The days of goals, promises, requests and facts, counted without the program."""

    def tables(pattern: str, key: str) -> list[Any]:
        found = [tomllib.loads(p.read_text("utf-8")) for p in samples.glob(pattern)]
        return [each.get(key, {}) for each in found]

    days = [
        goal["due"] for each in tables("vendors/*/goals.toml", "goals") for goal in each.values()
    ]
    for promises in tables("vendors/*/promises.toml", "promises"):
        days += [promise["due"] for promise in promises.values() if "due" in promise]
    for each in tables("vendors/*/*/asked.toml", "asked"):
        days += [request["due"] for request in each.values() if "due" in request]
    for facts in tables("vendors/*/vendor.toml", "facts"):
        days += [value for value in facts.values() if isinstance(value, dt.date)]
    return Counter(days)


def test_every_date_of_the_samples_is_there_once(samples: Path, run: Run) -> None:
    days = written(run, samples)
    assert Counter(
        day for uid, (day, *_) in days.items() if re.search(r"\.(goal|promise|request|fact)\.", uid)
    ) == dates_in_files(samples)
    kinds = Counter(uid.split(".")[1] for uid in days)
    assert kinds["meeting"] == 10  # of twelve vendors, those that have met
    assert kinds["assessment"] == 11  # one was never assessed


def test_after_a_change_the_same_events_have_other_days(samples: Path, run: Run) -> None:
    before = written(run, samples)
    run("goals", ACME, "--done", "order-freeze-at-15-00", here=samples)
    run("edit", ACME, "--set", "contract_end=2028-05-31", "--set", "audit=2027-02-01", here=samples)
    meeting = ("--add", "--decided", "Weekly.", "--next", "2027-01-15")
    assert run("meetings", ACME, *meeting, here=samples).code == 0
    promise = "freeze-the-orders-at-15-00"
    assert run("promises", ACME, "--kept", promise, here=samples).code == 0
    after = written(run, samples)
    changed = {uid for uid in before if after[uid] != before[uid]}
    assert f"{ACME}.goal.order-freeze-at-15-00@partnercheck" in changed
    assert after[f"{ACME}.goal.order-freeze-at-15-00@partnercheck"][1].startswith("Done: ")
    assert after[f"{ACME}.fact.contract_end@partnercheck"][0] == dt.date(2028, 5, 31)
    assert after[f"{ACME}.meeting.next@partnercheck"][0] == dt.date(2027, 1, 15)
    assert after[f"{ACME}.promise.{promise}@partnercheck"][1].startswith("Kept: ")
    assert set(after) - set(before) == {f"{ACME}.fact.audit@partnercheck"}


def test_two_calendars_of_one_workspace_differ_in_their_stamps_alone(
    samples: Path, run: Run
) -> None:
    def without_stamp(text: str) -> str:
        return re.sub(r"DTSTAMP:\d{8}T\d{6}Z", "", text)

    first, second = (run("calendar", here=samples).out for _ in range(2))
    assert without_stamp(first) == without_stamp(second)
    ran = run("calendar", here=samples, environment={"SOURCE_DATE_EPOCH": "1795600000"})
    assert set(re.findall("DTSTAMP:(.*)", ran.out)) == {"20261125T094640Z\r"}
    ran = run("calendar", here=samples, environment={"SOURCE_DATE_EPOCH": "soon"})
    assert (ran.code, ran.out) == (2, "")


def test_a_person_gets_what_they_are_responsible_for(samples: Path, run: Run) -> None:
    days = written(run, samples, ACME, "--owner", "tom okafor")
    assert f"{ACME}.goal.order-freeze-at-15-00@partnercheck" in days
    assert f"{ACME}.promise.freeze-the-orders-at-15-00@partnercheck" in days
    assert len(days) == 5
    ran = run("calendar", ACME, "--owner", "Tom Okafour", here=samples)
    assert (ran.code, ran.out) == (2, "")
    assert "did you mean Tom Okafor?" in ran.err


def test_answered_requests_and_dropped_goals_say_so(workspace: Path, run: Run) -> None:
    folder = workspace / "vendors" / ACME
    (folder / "2026-q4/asked.toml").write_text(
        '[asked.a]\nperspective = "buyer"\nrespondent = "Alice Moreau"\ndue = 2026-12-01\n'
        '[asked.b]\nperspective = "vendor"\nrespondent = "Zoë"\ndue = 2026-12-02\n'
        '[asked.c]\nperspective = "vendor"\nrespondent = "Zoe"\ndue = 2026-12-03\n'
        '[asked.d]\nperspective = "vendor"\n'
    )
    (folder / "goals.toml").write_text(
        '[goals.a]\ntitle = "A"\nperiod = "month"\ndue = 2026-12-04\nstate = "dropped"\n'
    )
    days = written(run, workspace)
    by_day = {day: (summary, status) for day, summary, status in days.values()}
    first, _ = by_day[dt.date(2026, 12, 1)]
    assert first.startswith("Answered: Acme Logistics: answers from Alice")
    assert by_day[dt.date(2026, 12, 2)][0] == "Acme Logistics: answers from Zoë, 2026-q4"
    assert by_day[dt.date(2026, 12, 3)][0] == "Acme Logistics: answers from Zoe, 2026-q4"
    assert by_day[dt.date(2026, 12, 4)] == ("Dropped: Acme Logistics: A", "CANCELLED")
    # The next assessment is due by the end of the next quarter.
    assert days[f"{ACME}.assessment.next@partnercheck"][0] == dt.date(2027, 3, 31)


def test_archived_vendors_are_left_out_unless_named(samples: Path, run: Run) -> None:
    run("archive", ACME, here=samples)
    assert not [uid for uid in written(run, samples) if uid.startswith(ACME)]
    assert written(run, samples, ACME)


def test_a_workspace_without_dates_has_no_calendar(workspace: Path, run: Run) -> None:
    ran = run("calendar", "borealis-packaging", "-o", "dates.ics", here=workspace)
    assert ran.code == 2
    assert "nothing has a due date" in ran.err
    assert not (workspace / "dates.ics").exists()


def test_the_file_goes_into_a_folder_and_never_over_the_workspace(samples: Path, run: Run) -> None:
    (samples / "out").mkdir()
    assert f"Wrote {samples}/out/partnercheck.ics" in run("calendar", "-o", "out", here=samples).err
    assert days_of((samples / "out/partnercheck.ics").read_bytes())
    before = (samples / "partnercheck.toml").read_bytes()
    ran = run("calendar", "-o", "partnercheck.toml", here=samples)
    assert ran.code == 2
    assert "belongs to the workspace" in ran.err
    assert (samples / "partnercheck.toml").read_bytes() == before


def test_one_broken_vendor_does_not_take_the_others_down(samples: Path, run: Run) -> None:
    (samples / "vendors" / ACME / "goals.toml").write_text("[goals.a]\ntitle = 3\n")
    ran = run("calendar", here=samples)
    assert ran.code == 0
    assert "goals.toml:2:" in ran.err
    assert f"{ACME}.fact.contract_end" in ran.out


def test_a_calendar_is_updated_and_not_doubled_after_any_change(workspace: Path, run: Run) -> None:
    folder = workspace / "vendors" / ACME
    asked = folder / "2026-q4/asked.toml"
    asked.write_text(
        'format = 1\n\n[asked.vendor-jonas-read]\nperspective = "vendor"\n'
        'respondent = "Jonas Read"\ndue = 2026-12-01\n'
    )
    run("edit", ACME, "--set", "contract_end=2028-05-31", here=workspace)
    goal = ("--add", "Fewer calls", "--due", "2999-01-31", "--owner-us", "Alice Moreau")
    assert run("goals", ACME, *goal, here=workspace).code == 0
    promise = ("--add", "Send the plan", "--by", "us", "--due", "2999-02-28")
    assert run("promises", ACME, *promise, here=workspace).code == 0
    agreed, later = (f"{dt.date.today() + dt.timedelta(days)}" for days in (10, 11))
    meeting = ("--add", "--present", "Zoe", "--next", agreed)
    assert run("meetings", ACME, *meeting, here=workspace).code == 0

    def events() -> dict[str, Any]:
        ran = run("calendar", here=workspace)
        found = Calendar.from_ical(ran.out).walk("VEVENT")
        by_uid = {str(each["UID"]): each for each in found}
        assert len(by_uid) == len(found)
        return by_uid

    calendar = before = events()
    assert len(before) == 6
    time.sleep(1.1)  # as long as a stamp lasts
    run("rename", ACME, "Acme Freight", here=workspace)
    people = ("people", ACME, "--rename", "Jonas Read", "Jonas Reed")
    assert run(*people, here=workspace).code == 0
    run("people", "--rename", "Alice Moreau", "Alice Morel", "--new-name", here=workspace)
    run("edit", ACME, "--set", "contract_end=2029-05-31", here=workspace)
    for name, old, new in (
        ("goals", "Fewer calls", "Fewer late calls"),
        ("goals", "2999-01-31", "2999-01-30"),
        ("promises", "Send the plan", "Send the whole plan"),
        ("promises", "2999-02-28", "2999-02-27"),
        ("meetings", agreed, later),
        ("2026-q4/asked", "2026-12-01", "2026-12-02"),
    ):
        file = folder / f"{name}.toml"
        assert old in file.read_text()
        file.write_text(file.read_text().replace(old, new))
    after = events()
    assert set(after) == set(before)
    # What a calendar does with the second file: the later version of an event replaces the first.
    for uid, event in after.items():
        assert event.decoded("DTSTAMP") > calendar[uid].decoded("DTSTAMP")
        assert "SEQUENCE" not in event
        calendar = {**calendar, uid: event}
    moved = {
        uid for uid in before if after[uid].decoded("DTSTART") != before[uid].decoded("DTSTART")
    }
    assert moved == {uid for uid in before if ".assessment." not in uid}
    texts = " ".join(str(each["SUMMARY"]) for each in calendar.values())
    assert "Jonas Reed" in texts
    assert "Fewer late calls" in texts
    assert "Acme Logistics" not in texts
