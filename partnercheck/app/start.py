"""Where the screens open: at the portfolio, or at a questionnaire."""

from __future__ import annotations

from partnercheck.model import Form, Level, Perspective, Record


class Start(Record, frozen=True):
    """A questionnaire to open at once; what is None is asked on the screen."""

    vendor: str
    perspective: Perspective | None = None
    respondent: str | None = None
    level: Level | None = None
    round: str | None = None
    form: Form | None = None
