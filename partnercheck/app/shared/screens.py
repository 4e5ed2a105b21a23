"""The screens that other screens open, by name; each module is loaded when it is first needed.

Loading them all would add half as long again to the start, which shows only the portfolio. The
values are modules and names in `partnercheck.app`: a screen's class, or a function that asks or
checks something first and then opens the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

SCREENS: Mapping[str, str] = {
    "agenda": "vendor.agenda:open_agenda",
    "answer form": "assess.respondent:answer_form",
    "choose": "shared.choose:ChooseScreen",
    "compare": "compare.screen:CompareScreen",
    "decide": "vendor.decide:DecideScreen",
    "export": "export.screen:ExportScreen",
    "glossary": "shared.glossary:GlossaryScreen",
    "goals": "agreements.goals:GoalsScreen",
    "help": "shared.help:HelpScreen",
    "import": "portfolio.importing:ask_for_form",
    "items": "assess.items:ItemsScreen",
    "lines": "shared.lines_to_paste:LinesScreen",
    "map": "compare.map:MapScreen",
    "meetings": "agreements.meetings:MeetingsScreen",
    "next": "portfolio.next_steps:NextScreen",
    "palette": "shared.palette:action_palette",
    "people": "people.screen:PeopleScreen",
    "pick people": "shared.pick_names:PickPeopleScreen",
    "pick person": "shared.pick_names:PickPersonScreen",
    "place": "shared.place:PlaceScreen",
    "promises": "agreements.promises:PromisesScreen",
    "questionnaire": "opening:assess_vendor",
    "request": "vendor.request:open_request",
    "resolve": "vendor.resolve:open_resolve",
    "rules": "assess.rules:RulesScreen",
    "session": "opening:ask_for_session",
    "start": "opening:open_start",
    "themes": "shared.palette:theme_palette",
    "vendor": "vendor.screen:VendorScreen",
    "vendor form": "portfolio.vendor_form:VendorForm",
}


def load_screen(name: str) -> Callable[..., Any]:
    """Return the class or the function that opens a screen."""
    module, _, attribute = SCREENS[name].partition(":")
    opener: Callable[..., Any] = getattr(import_module(f"partnercheck.app.{module}"), attribute)
    return opener
