"""Where the screens open: at a questionnaire, a session, a form; or (None) at the portfolio."""

from __future__ import annotations

from partnercheck.assessing.group_session import Session
from partnercheck.assessing.start import Start
from partnercheck.exchange.form_answering import FormFile

Opening = Start | Session | FormFile | None
