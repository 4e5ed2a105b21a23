"""Opening questionnaires and sessions, after asking for what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from partnercheck.app.assess.setup import open_questionnaire
from partnercheck.app.session.screen import SessionScreen
from partnercheck.app.session.who import Participants, WhoScreen
from partnercheck.app.shared.page import Page
from partnercheck.assessing.group_session import Session
from partnercheck.assessing.start import Start
from partnercheck.base.errors import UserError
from partnercheck.base.rounds import current
from partnercheck.exchange.form_answering import FormFile
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import read_description

# A questionnaire, a session or a form; None for the portfolio.
Opening = Start | Session | FormFile | None
# Called with the vendors whose files may have changed.
Reload = Callable[[Iterable[str]], None]


async def open_start(
    page: Page[None], workspace: Workspace, start: Start | Session, reload: Reload
) -> None:
    """Open the questionnaire or session that the command line asks for."""
    if isinstance(start, Session):
        await _open_session(page, start, reload)
    else:
        await open_questionnaire(page, workspace, start, lambda: reload([start.vendor]))


async def assess_vendor(
    page: Page[None],
    workspace: Workspace,
    vendor_id: str,
    after: Callable[[], None],
    instrument: str | None = None,
) -> None:
    """Open a questionnaire about a vendor; the default is the one that decides its class."""
    await open_questionnaire(page, workspace, Start(vendor_id, instrument=instrument), after)


async def ask_for_session(
    page: Page[None], workspace: Workspace, vendors: Sequence[str], reload: Reload
) -> None:
    """Ask who takes part, and open a session about these vendors."""
    host = page.partnercheck

    async def begin(people: Participants | None) -> None:
        if people is None:
            return
        names = [name.strip() for name in people.names.split(",") if name.strip()]
        try:
            session = Session(
                workspace, vendors, names, host.today, form=people.form, clock=host.clock
            )
        except (UserError, OSError) as error:
            page.show_message(str(error), "poor")
            return
        await _open_session(page, session, reload)

    vendor_names = [read_description(workspace, vendor).vendor.name for vendor in vendors]
    round_id = current(workspace.settings.cadence, host.today)
    await page.open(WhoScreen(workspace, vendor_names, round_id), begin)


async def _open_session(page: Page[None], session: Session, reload: Reload) -> None:
    await page.open(SessionScreen(session), lambda _: reload(session.vendors))
