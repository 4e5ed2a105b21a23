"""Where the screens open: at a questionnaire, a session, a form; or (None) at the portfolio."""

from __future__ import annotations

from partnercheck.answering import FormSitting
from partnercheck.session import Session
from partnercheck.sitting import Start

Opening = Start | Session | FormSitting | None
