"""A workspace in which every text that others can write is an enemy's."""

from __future__ import annotations

import itertools
import os
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path

from partnercheck.base.text import slug
from partnercheck.exchange.form_sides import side_prompt
from partnercheck.exchange.form_write import NO_OCCASION
from partnercheck.questionnaires.read import packaged
from partnercheck.questionnaires.wording import unknown_words

ROUNDS = ("2026-q3", "2026-q4")
GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "Tester",
    "GIT_AUTHOR_DATE": "2026-11-20T12:00:00Z",
    "GIT_COMMITTER_DATE": "2026-11-20T12:00:00Z",
}


def basic(text: str) -> str:
    """A text as a basic string of TOML, whatever is in it."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    made = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in made) + '"'


class Enemy:
    """Texts in a circle; `text` gives the next one as TOML."""

    def __init__(self, texts: Sequence[str], begin: int = 0) -> None:
        self._texts: Iterator[str] = itertools.cycle([*texts[begin:], *texts[:begin]])
        self.used: list[str] = []

    def raw(self) -> str:
        found = next(self._texts)
        self.used.append(found)
        return found

    def text(self) -> str:
        return basic(self.raw())

    def texts(self, count: int) -> str:
        return f"[{', '.join(self.text() for _ in range(count))}]"


def vendor_toml(enemy: Enemy, target: str = "partner", stage: str = "active") -> str:
    keys = ("name", "supplies", "value_chain", "owner", "target_why", "objective")
    lines = [
        f"{key} = {enemy.text()}" for key in (*keys, "benefit_buyer", "benefit_vendor", "charter")
    ]
    return "\n".join(
        [
            "format = 1",
            *lines,
            f"tags = {enemy.texts(3)}",
            "since = 1998",
            f'stage = "{stage}"',
            f'target = "{target}"',
            f"{enemy.text()} = {enemy.text()}",
            "",
            "[facts]",
            "spend = 120000",
            f"criticality = {enemy.text()}",
            f"contract-end_2 = {enemy.text()}",
            "",
        ]
    )


def response_toml(
    enemy: Enemy, place: tuple[str, str, str], respondent: str, instrument: str = "partnership"
) -> str:
    """A response whose evidence, reasons, unknown keys and unknown items are the enemy's."""
    vendor, round_id, side = place
    lines = [
        "format = 1",
        f'instrument = "{instrument}"',
        f"version = {packaged()[instrument].version}",
        f'vendor = "{vendor}"',
        f'round = "{round_id}"',
        f'perspective = "{side}"',
        f"respondent = {basic(respondent)}",
        'level = "management"',
        'form = "full"',
        f"{enemy.text()} = {enemy.text()}",
    ]
    for number, item in enumerate(packaged()[instrument].items):
        lines += ["", f"[answers.{item.id}]"]
        if number % 3 == 1 and item.offers_no_occasion:
            lines += ['skip = "no-occasion"', f"reason = {enemy.text()}"]
            continue
        score = (number * (3 if side == "buyer" else 2)) % 5
        lines += [
            f"score = {score}",
            *(['done_by = "vendor"'] if score == 2 and item.asks_which_side else []),
            'basis = "observed"',
            f"evidence = {enemy.text()}",
            f"source = {enemy.text()}",
            "on = 2026-11-20",
        ]
    lines += ["", f"[answers.{enemy.text()}]", "score = 1", f"{enemy.text()} = {enemy.text()}", ""]
    return "\n".join(lines)


def decision_toml(enemy: Enemy) -> str:
    return "\n".join(
        [
            "format = 1",
            'decided = "partner"',
            f"by = {enemy.text()}",
            "on = 2026-11-22",
            f"reason = {enemy.text()}",
            f"dissent = {enemy.text()}",
            'verdict_low = "supplier"',
            'verdict_high = "partner"',
            'instrument = "partnership"',
            "version = 2",
            f"{enemy.text()} = {enemy.text()}",
            "",
        ]
    )


def asked_toml(enemy: Enemy) -> str:
    lines = ["format = 1"]
    for number in range(3):
        lines += [
            "",
            f"[asked.{'vendor' if number else basic(enemy.raw() + str(number))}]",
            'perspective = "vendor"',
            f"respondent = {enemy.text()}",
            "due = 2026-11-30",
        ][: 5 if number < 2 else 0]
    return "\n".join([*lines, ""])


def goals_toml(enemy: Enemy) -> str:
    texts = ("title", "gain_buyer", "gain_vendor", "owner_buyer", "owner_vendor", "note")
    lines = ["format = 1"]
    for number, state in enumerate(("open", "open", "done", "open", "dropped")):
        lines += ["", f"[goals.goal-{number}]", 'period = "month"', "due = 2026-10-31"]
        lines += [f'state = "{state}"', "times_extended = 2"]
        lines += [f"{key} = {enemy.text()}" for key in texts]
    lines += ["", f"[goals.{enemy.text()}]", 'title = "a"', 'period = "week"', "due = 2026-12-01"]
    return "\n".join([*lines, ""])


def meetings_toml(enemy: Enemy) -> str:
    lines = ["format = 1"]
    for day in ("2026-08-24", "2026-11-03", "2026-11-03-2"):
        lines += ["", f"[meetings.{day}]", f"decided = {enemy.text()}", "next = 2026-12-03"]
        lines += [f"{key} = {enemy.texts(2)}" for key in ("present",)]
    return "\n".join([*lines, "", f"[meetings.{enemy.text()}]", 'decided = "a"', ""])


def promises_toml(enemy: Enemy) -> str:
    lines = ["format = 1"]
    for number, state in enumerate(("open", "kept", "late", "open", "dropped")):
        side = "vendor" if number % 2 else "buyer"
        lines += ["", f"[promises.promise-{number}]", f'by = "{side}"', f'state = "{state}"']
        lines += ["made = 2026-11-03", "due = 2026-11-20"]
        lines += [f"{key} = {enemy.text()}" for key in ("owner", "text")]
    return "\n".join([*lines, "", f"[promises.{enemy.text()}]", 'by = "buyer"', 'text = "a"', ""])


def instrument_toml(enemy: Enemy, instrument: str) -> str:
    """A packaged instrument with every text in it exchanged, and its ids kept."""
    text = (resources.files("partnercheck.questionnaires") / f"{instrument}.toml").read_text(
        "utf-8"
    )
    kept = ("id", "condition", "kind", "combine", "group", "levels")

    def different() -> str:
        return basic(f"{enemy.raw()} {len(enemy.used)}")

    def exchanged(match: re.Match[str]) -> str:
        if match[1] in kept:
            return match[0]
        return f"{match[1]} = {different()}"

    text = re.sub(r'(?m)^(\w+) = ".*"$', exchanged, text)
    return re.sub(
        r"(?ms)^anchors = \[.*?^\]$|^anchors = \[.*?\]$",
        lambda _: f"anchors = [{', '.join(different() for _ in range(5))}]",
        text,
    )


def people_toml(enemy: Enemy) -> str:
    lines = ["format = 1"]
    for number in range(3):
        lines += [
            *("", f"[people.person-{number}]", f"name = {enemy.text()}"),
            *('level = "management"', f'email = "person-{number}@example.org"'),
            f"{enemy.text()} = {enemy.text()}",
        ]
    return "\n".join([*lines, ""])


def glossary_toml(enemy: Enemy) -> str:
    lines = list(dict.fromkeys(enemy.text() for _ in range(40)))
    return "\n".join(["[terms]", *(f"{word} = {enemy.text()}" for word in lines), "x = 3", ""])


def respondents(enemy: Enemy, count: int) -> list[tuple[str, str]]:
    """Names, each with the part of a file's name that it makes, all different."""
    found: dict[str, str] = {}
    while len(found) < count:
        name = enemy.raw()
        found.setdefault(slug(name) or f"no-latin-{len(found)}", name or "a")
    return [(name, part) for part, name in found.items()]


def fill_vendor(root: Path, vendor_id: str, enemy: Enemy, number: int = 0) -> None:
    """A vendor with all its files, which can all be read."""
    folder = root / "vendors" / vendor_id
    folder.mkdir(parents=True)
    stage = "candidate" if number % 4 == 3 else "active"
    target = ("partner", "supplier", "near-partner", "")[number % 4]
    write(folder / "vendor.toml", vendor_toml(enemy, target, stage))
    write(folder / "goals.toml", goals_toml(enemy))
    write(folder / "meetings.toml", meetings_toml(enemy))
    write(folder / "promises.toml", promises_toml(enemy))
    write(folder / "people.toml", people_toml(enemy))
    for round_id in ROUNDS if number % 3 else ROUNDS[1:]:
        within = folder / round_id
        within.mkdir()
        write(within / "decision.toml", decision_toml(enemy))
        write(within / "asked.toml", asked_toml(enemy))
        for side, count in (("buyer", 2), ("vendor", 1 if number % 2 else 0)):
            for name, part in respondents(enemy, count):
                place = (vendor_id, round_id, side)
                write(within / f"{side}.{part}.partnership.toml", response_toml(enemy, place, name))
        if number % 2 == 0:
            ((name, part),) = respondents(enemy, 1)
            text = response_toml(enemy, (vendor_id, round_id, "buyer"), name, "focus")
            write(within / f"buyer.{part}.focus.toml", text)


def write(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8"))


def broken_files(root: Path, enemy: Enemy) -> None:
    """Files that cannot be read, each for another reason, in which the enemy is quoted."""
    folder = root / "vendors" / "broken"
    within = folder / "2026-q4"
    within.mkdir(parents=True)
    write(folder / "vendor.toml", f"name = {enemy.texts(2)}\ntarget = {enemy.text()}\nx = 1\n")
    wrong: Mapping[str, str] = {
        "buyer.syntax": f"a = {enemy.text()}\nb = \x1b[31;7;4242m\n",
        "buyer.header": "\n".join(
            f"{key} = {enemy.text()}"
            for key in ("instrument", "vendor", "round", "perspective", "respondent", "form")
        ),
        "buyer.types": "\n".join(
            f"[answers.{enemy.text()}]\nscore = {enemy.text()}\nskip = {enemy.text()}\non = {v}"
            for v in ("[1]", "{a = 1}", "1.5")
        ),
        "buyer.conflict": (
            f"<<<<<<< {enemy.raw()}\nevidence = {enemy.text()}\n=======\n"
            f"evidence = {enemy.text()}\n>>>>>>> {enemy.raw()}\n"
        ),
        "buyer.answers": f"answers = {enemy.text()}\n",
    }
    for name, text in wrong.items():
        write(within / f"{name}.partnership.toml", text)
    write(within / "decision.toml", f"decided = {enemy.text()}\nby = {enemy.text()}\non = 1\n")
    write(within / "asked.toml", f"[asked.{enemy.text()}]\nperspective = {enemy.text()}\n")
    write(folder / "goals.toml", f"[goals.{enemy.text()}]\ntitle = 3\nstate = {enemy.text()}\n")
    write(folder / "meetings.toml", f"[meetings.{enemy.text()}]\nnext = {enemy.text()}\n")
    write(folder / "promises.toml", f"[promises.{enemy.text()}]\nby = {enemy.text()}\ntext = 1\n")
    conflict(root, enemy)


def conflict(root: Path, enemy: Enemy) -> None:
    """A vendor whose files are in conflict, as a merge leaves them."""
    folder = root / "vendors" / "conflicted"
    (folder / "2026-q4").mkdir(parents=True)
    write(folder / "vendor.toml", vendor_toml(enemy))
    place = ("conflicted", "2026-q4", "buyer")
    ours, theirs = (response_toml(enemy, place, "Ann").split("\n") for _ in range(2))
    lines = []
    for one, other in zip(ours, theirs, strict=True):
        if one == other or not one.startswith(("evidence", "reason")):
            lines.append(one)
        else:
            lines += ["<<<<<<< HEAD [/]", one, "=======", other, ">>>>>>> \x1b[31;7;4242m"]
    write(folder / "2026-q4" / "buyer.ann.partnership.toml", "\n".join(lines))


NAMES_OF_FILES = (
    b"\x1b]0;PWNED-20\x07",
    b"\x1b[31;7;4242m",
    b"\xc2\x9b31;7;4242m",
    b"\x9b31;7;4242m",
    b"\xff\xfe",
    b"\xe2\x80\xaereversed",
    b"two\nlines",
    b"[@click=app.quit]here[bold]",
    b"[x](javascript:alert)",
    b"<b>&amp;",
    b"| a | b",
    b"=1+1",
    b"-rf",
    "山田🚚".encode(),
    b"e" + "\u0301".encode() * 60,
    b"a" * 200,
    b"$(touch PWNED-12)",
)


def hostile_names(root: Path) -> None:
    """Files and folders with such names wherever the program looks."""
    base = os.fsencode(root)
    good = b"vendors/named/2026-q4"
    os.makedirs(base + b"/" + good)
    write(root / "vendors" / "named" / "vendor.toml", 'name = "Named"\n')
    os.makedirs(base + b"/instruments", exist_ok=True)
    for number, name in enumerate(NAMES_OF_FILES):
        # Fewer vendors, because each is judged; every name is a folder or a file somewhere.
        vendor = name if number % 3 == 0 else b"named-too"
        os.makedirs(base + b"/vendors/" + vendor + b"/2026-q4/", exist_ok=True)
        for path in (
            b"vendors/" + vendor + b"/vendor.toml",
            b"vendors/" + vendor + b"/2026-q4/buyer.a.partnership.toml",
            good + b"/" + name + b".toml",
            good + b"/buyer." + name + b".partnership.toml",
            b"instruments/" + name + b".toml",
        ):
            with open(base + b"/" + path, "wb") as stream:
                stream.write(b'name = "Named"\n')
        os.makedirs(base + b"/vendors/named/" + name, exist_ok=True)


def forms(folder: Path, enemy: Enemy, vendor_id: str) -> list[Path]:
    """Forms that came back from an enemy, as text and as TOML."""
    folder.mkdir(parents=True)
    lines = [f"Vendor: {vendor_id}", "Round: 2026-q4", "Perspective: vendor", "Form: full"]
    lines += ["Instrument: partnership", "Format: 1", f"Respondent: Jane {enemy.raw()}"]
    for number, item in enumerate(packaged()["partnership"].items, 1):
        lines += ["", f"[{item.id}]", f"{number}. {item.vendor}", ""]
        lines += [
            f"    [{'x' if score == number % 5 else ' '}] {score}  {anchor}"
            for score, anchor in enumerate(item.anchors)
        ]
        lines += [f"    [ ] u  {unknown_words(item)}"]
        lines += [f"    [ ] n  {NO_OCCASION}"] if item.offers_no_occasion else []
        if item.asks_which_side:
            # Half of them are where no 2 is marked.
            mark = "x" if number % 5 == 2 or number % 3 == 0 else " "
            lines += [f"    {side_prompt(item)}", f"    ({mark}) Acme (we)"]
            lines += ["    ( ) Northwind (this customer)"]
        lines += [
            "    What happened, and when:",
            enemy.raw(),
            "    Basis: ( ) my view  (x) I saw it",
        ]
    text = folder / "form.txt"
    write(text, "\n".join(lines).encode("utf-8", "replace").decode())
    toml = folder / "form.toml"
    place = (vendor_id, "2026-q4", "vendor")
    write(toml, response_toml(enemy, place, f"John {enemy.raw()}"))
    odd = [Path(os.fsdecode(os.fsencode(folder) + b"/" + name)) for name in NAMES_OF_FILES[:6]]
    for number, path in enumerate(odd):
        path.write_bytes((text if number % 2 else toml).read_bytes()[: 400 * number])
    return [text, toml, *odd]


def spreadsheet(path: Path, enemy: Enemy) -> None:
    """A list of vendors for `add --from`."""
    head = ["name", "supplies", "owner", "tags", "target", "since", "value_chain", "target_why"]
    rows = [[*head, enemy.raw(), enemy.raw()]]
    rows += [[enemy.raw() for _ in range(10)] for _ in range(60)]
    cells = [[f'"{each.replace(chr(34), chr(34) * 2)}"' for each in row] for row in rows]
    write(path, "\n".join(",".join(row) for row in cells).encode("utf-8", "replace").decode())


def git(root: Path, *words: str, **more: str) -> str:
    done = subprocess.run(
        ["git", "-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false", *words],
        cwd=root,
        env={**os.environ, **GIT, "GIT_AUTHOR_NAME": "Tester", **more},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.decode("utf-8", "replace").strip()


def commits(root: Path, enemy: Enemy, vendor_id: str, count: int) -> None:
    """Commits whose authors and subjects are the enemy's, each with a change of a vendor."""
    path = root / "vendors" / vendor_id / "vendor.toml"
    for number in range(count):
        text = path.read_bytes().decode()
        path.write_bytes(f"{text}# change {number}\n".encode())
        message = root.parent / "message"
        message.write_bytes(enemy.raw().encode("utf-8", "replace").replace(b"\0", b"") or b"a")
        author = one_of_git(enemy.raw())
        git(root, "add", "--all")
        git(
            root, "commit", "-q", "--allow-empty-message", "--cleanup=verbatim",
            "-F", str(message), GIT_AUTHOR_NAME=author,
        )  # fmt: skip


def one_of_git(name: str) -> str:
    """A name that git takes: without what it cuts names at, and not empty."""
    made = re.sub(r"[<>\n\r\0]", "", name)[:500].encode("utf-8", "ignore").decode()
    return f"A{made}A"


def workspace(root: Path, texts: Sequence[str], vendors: int = 4, own: bool = True) -> Path:
    """A workspace of hostile texts: some vendors that can be read, and some that cannot.

    With `own`, its instruments and its glossary are the enemy's, too.
    """
    enemy = Enemy(texts)
    root.mkdir(parents=True)
    write(root / "partnercheck.toml", f"organisation = {enemy.text()}\n{enemy.text()} = 1\n")
    write(root / "people.toml", people_toml(enemy))
    for number in range(vendors):
        fill_vendor(root, f"vendor-{number}", enemy, number)
    if own:
        (root / "instruments").mkdir()
        write(
            root / "instruments" / "partnership.toml",
            instrument_toml(Enemy([text for text in texts if text.strip()]), "partnership"),
        )
        write(
            root / "instruments" / "focus.toml",
            instrument_toml(Enemy([text for text in texts if text.strip()], 7), "focus"),
        )
        write(root / "glossary.toml", glossary_toml(enemy))
    return root
