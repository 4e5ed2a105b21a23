"""The schema of each kind of file, including rules of its reader that types do not express.

Invariant: a schema accepts every file that its reader accepts, even with warnings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from partnercheck.base.email import ADDRESS
from partnercheck.base.english import suggestion
from partnercheck.base.errors import UserError
from partnercheck.base.records import (
    BEST_SCORE,
    Awaited,
    Goal,
    Meeting,
    Person,
    Promise,
    Settings,
    Vendor,
)
from partnercheck.base.text import SLUG, is_slug
from partnercheck.questionnaires.records import STATES, Instrument
from partnercheck.workspace.decisions import Decision
from partnercheck.workspace.facts import FACTS, KEY
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.schemas.response import response_schema
from partnercheck.workspace.schemas.shapes import (
    Schema,
    choice,
    condition,
    definitions,
    document,
    escape_markdown,
    format_key,
    table_of,
    tables,
    words,
)

RESPONSE = "response"
SLUG_PATTERN = f"^{SLUG.pattern}$"
DAY_PATTERN = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(-([2-9]|[1-9][0-9]+))?$"


def kinds_of(instruments: Mapping[str, Instrument]) -> list[str]:
    """Return the kinds of files that have a schema, with a kind for each instrument's responses."""
    return [*(f"{RESPONSE}.{name}" for name in instruments if is_slug(name)), *_KINDS]


def schema_of(kind: str, workspace: Workspace) -> Schema:
    """Return the schema of a kind of file. Raises UserError for an unknown kind."""
    known = kinds_of(workspace.instruments)
    name = f"{RESPONSE}.{workspace.instrument.id}" if kind == RESPONSE else kind
    if name not in known:
        hint = suggestion(kind, [RESPONSE, *known])
        raise UserError(f'there is no schema "{kind}". Choose one of {", ".join(known)}{hint}')
    if name in _KINDS:
        return _KINDS[name](workspace)
    return response_schema(workspace.instruments[name.removeprefix(f"{RESPONSE}.")])


def _vendor(workspace: Workspace) -> Schema:
    schemas = definitions(Vendor)
    schema = table_of(Vendor, schemas)
    description = schema["properties"]["target"]["description"]
    classes = {
        vendor_class.id: escape_markdown(vendor_class.meaning)
        for vendor_class in workspace.instrument.classes
    }
    schema["properties"]["target"] = choice({**classes, "": ""}, description=description)
    schema["properties"]["contact"]["pattern"] = f"^({ADDRESS.pattern})?$"
    schema["properties"]["facts"] |= {
        "propertyNames": {"pattern": f"^{KEY.pattern}$", "not": {"enum": _own_keys()}},
        # Taplo treats a TOML date as a string; Tombi does so only with this format.
        "additionalProperties": {
            "anyOf": [
                {"type": ["string", "number", "boolean"]},
                {"type": "string", "format": "date"},
            ]
        },
    }
    return document("vendor", schema)


def _own_keys() -> list[str]:
    """Return the keys that cannot be facts, because they are keys of a vendor."""
    return [key for key in Vendor.__struct_fields__ if key != FACTS]


def _workspace(workspace: Workspace) -> Schema:
    schemas = definitions(Settings)
    schema = table_of(Settings, schemas)
    description = schema["properties"]["instrument"]["description"]
    names = {
        instrument.id: escape_markdown(instrument.purpose)
        for instrument in workspace.instruments.values()
        if instrument.classifies
    }
    schema["properties"]["instrument"] = choice(names, description=description)
    return document("workspace", schema)


def _goals(workspace: Workspace) -> Schema:
    schemas = definitions(Goal)
    goals = tables("goals", {"$ref": "#/definitions/Goal"})
    goals["propertyNames"] = {"pattern": SLUG_PATTERN}
    return document("goals", _file({"goals": goals}), schemas)


def _meetings(workspace: Workspace) -> Schema:
    schemas = definitions(Meeting)
    meetings = tables("meetings", {"$ref": "#/definitions/Meeting"})
    meetings["propertyNames"] = {"pattern": DAY_PATTERN}
    return document("meetings", _file({"meetings": meetings}), schemas)


def _people(workspace: Workspace) -> Schema:
    schemas = definitions(Person)
    schemas["Person"]["properties"]["email"]["pattern"] = f"^({ADDRESS.pattern})?$"
    people = tables("people", {"$ref": "#/definitions/Person"})
    people["propertyNames"] = {"pattern": SLUG_PATTERN}
    return document("people", _file({"people": people}), schemas)


def _promises(workspace: Workspace) -> Schema:
    schemas = definitions(Promise)
    promises = tables("promises", {"$ref": "#/definitions/Promise"})
    promises["propertyNames"] = {"pattern": SLUG_PATTERN}
    return document("promises", _file({"promises": promises}), schemas)


def _requests(workspace: Workspace) -> Schema:
    requests = tables("asked", {"$ref": "#/definitions/Awaited"})
    return document("asked", _file({"asked": requests}), definitions(Awaited))


def _decision(workspace: Workspace) -> Schema:
    # A decision names classes of that time, but only the classes of current versions are known.
    schemas = definitions(Decision)
    schema = table_of(Decision, schemas)
    rules = [instrument for instrument in workspace.instruments.values() if instrument.classes]
    return document("decision", {**schema, **_by_rules(rules)})


def _by_rules(rules: Iterable[Instrument]) -> Schema:
    """Return a chain of `if`, `then` and `else` with the classes of each instrument.

    The rules are not a list under `allOf`, because Taplo ignores descriptions beside such a list.
    """
    branches: Schema = {}
    for instrument in rules:
        classes = {"enum": [vendor_class.id for vendor_class in instrument.classes]}
        keys: Schema = {
            "instrument": {"enum": [instrument.id]},
            "version": {"enum": [instrument.version]},
        }
        branches = {
            "if": condition(keys),
            "then": condition(
                dict.fromkeys(("decided", "verdict_low", "verdict_high"), classes), ()
            ),
            **({"else": branches} if branches else {}),
        }
    return branches


def _instrument(workspace: Workspace) -> Schema:
    schemas = definitions(Instrument)
    schema = table_of(Instrument, schemas)
    schema["properties"]["format"].pop("enum")
    for name in ("Item", "Condition", "Group", "LensWarning", "VendorClass"):
        schemas[name]["properties"]["id"]["pattern"] = SLUG_PATTERN
    schemas["Item"]["properties"]["anchors"]["uniqueItems"] = True
    critical = condition({"critical": {"enum": [True]}})
    core = condition({"core": {"enum": [True]}})
    schemas["Item"] |= {"if": critical, "then": core}
    schemas["States"]["properties"]["partial"]["exclusiveMinimum"] = 0
    limits = schemas["Limits"]["properties"]
    limits["zeros"]["minimum"] = 1
    for name in ("critical_present", "critical_partial"):
        limits[name]["maximum"] = BEST_SCORE
    at_least = schemas["ClassRule"]["properties"]["at_least"]
    count = at_least["additionalProperties"]
    at_least |= {"properties": dict.fromkeys(STATES, count), "additionalProperties": False}
    schema["properties"]["axes"]["maxItems"] = 2
    classifies = condition({"classifies": {"enum": [True]}})
    classes = condition({"classes": {"minItems": 1}})
    return document("instrument", {**schema, "if": classifies, "then": classes}, schemas)


def _glossary(workspace: Workspace) -> Schema:
    shared_description = words()["key"]["shared"]
    shared = {"description": shared_description, "type": "array", "items": {"type": "string"}}
    keys = {"shared": shared, "terms": tables("terms", {"type": "string"})}
    return document("glossary", _file(keys, False))


def _file(keys: Mapping[str, Schema], with_format: bool = True) -> Schema:
    top = {"format": format_key()} if with_format else {}
    return {"type": "object", "properties": {**top, **keys}}


_KINDS: Mapping[str, Callable[[Workspace], Schema]] = {
    "vendor": _vendor,
    "workspace": _workspace,
    "goals": _goals,
    "meetings": _meetings,
    "people": _people,
    "promises": _promises,
    "decision": _decision,
    "asked": _requests,
    "instrument": _instrument,
    "glossary": _glossary,
}


def describe_kind(kind: str, workspace: Workspace) -> str:
    """Return a sentence that describes the files of a kind."""
    name = kind.removeprefix(f"{RESPONSE}.")
    description: str = words()["file"][RESPONSE if name != kind else kind]
    return (
        f"{description.rstrip('.')}: {workspace.instruments[name].name}."
        if name != kind
        else description
    )
