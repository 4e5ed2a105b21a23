"""A right file of every kind."""

from __future__ import annotations

from collections.abc import Mapping

RESPONSE = "vendors/acme/2026-q4/buyer.alice.partnership.toml"

VENDOR = "vendors/acme/vendor.toml"

GOALS = "vendors/acme/goals.toml"

MEETINGS = "vendors/acme/meetings.toml"

PROMISES = "vendors/acme/promises.toml"

DECISION = "vendors/acme/2026-q4/decision.toml"

ASKED = "vendors/acme/2026-q4/asked.toml"

GLOSSARY = "glossary.toml"

PEOPLE = "people.toml"

FILES: Mapping[str, str] = {
    RESPONSE: """\
format = 1
instrument = "partnership"
version = 2
vendor = "acme"
round = "2026-q4"
perspective = "buyer"
respondent = "Alice"
level = "management"
form = "full"

[answers.culture-decisions]
score = 3
basis = "observed"
evidence = "In June."
source = "https://example.org/minutes"
on = 2026-11-24

[answers.culture-dialogue]
score = 2
done_by = "vendor"

[answers.culture-bad-news]
skip = "no-occasion"
reason = "There was none."

[answers.culture-values]
skip = "unknown"

[answers.of-nobody]
score = 1
""",
    VENDOR: """\
format = 1
name = "Acme"
line = "Chilled transport"
since = 2019
tags = ["freight"]
stage = "active"
target = "partner"
serves = ["business"]
meets = "month"
contact = "jane.doe@example.org"

[facts]
spend = 120000
share = 0.25
contract_end = 2027-03-31
criticality = "high"
audited = true
""",
    GOALS: """\
format = 1

[goals.fewer-late-trucks]
title = "Fewer late trucks"
period = "quarter"
due = 2026-12-15
state = "open"
times_extended = 1
""",
    MEETINGS: """\
format = 1

[meetings."2026-11-03"]
present = ["Alice"]
decided = "The cut-off moves."
next = 2026-12-01
""",
    PROMISES: """\
format = 1

[promises.weekly-forecast]
by = "buyer"
owner = "Alice"
text = "Send the forecast each Monday"
made = 2026-11-03
due = 2026-12-01
state = "kept"
""",
    DECISION: """\
format = 1
decided = "partner"
by = "Alice"
on = 2026-11-24
verdict_low = "partner"
verdict_high = "partner"
instrument = "partnership"
version = 2
""",
    ASKED: """\
format = 1

[asked.vendor]
perspective = "vendor"
respondent = "Jane Doe"
due = 2026-12-10
on = 2026-11-24
""",
    PEOPLE: """\
format = 1

[people.pat-quinn]
name = "Pat Quinn"
level = "operations"
email = "pat.quinn@example.org"

[people.the-buyer]
name = "The buyer of packaging"
""",
    GLOSSARY: """\
[terms]
"hold point" = "Where the work stops."
""",
}
