"""Every command as it is tried with faults around it, and a workspace to try it on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.support.clones import committed, git
from tests.support.screens import sample_workspace

VENDOR = "acme-logistics"
# For each command at least one case that writes to stdout, if it ever does so without a terminal.
CASES: Mapping[str, Sequence[tuple[str, ...]]] = {
    "open": [("open",)],
    "demo": [("demo", "new", "--no-open")],
    "init": [("init", "new")],
    "add": [("add", "Zoë & Søn")],
    "assess": [("assess", VENDOR, "--plain", "--respondent", "Zoë", "--as", "buyer")],
    "edit": [("edit", VENDOR, "--owner", "Zoë", "--set", "spend=3")],
    "rename": [("rename", VENDOR, "Acmé")],
    "archive": [("archive", VENDOR)],
    "restore": [("restore", VENDOR), ("restore",)],
    "remove": [("remove", VENDOR, "--yes")],
    "people": [("people",), ("people", VENDOR, "--add", "Zoë", "--email", "z@example.org")],
    "next": [("next",), ("next", "--format", "csv"), ("next", "--format", "json")],
    "list": [("list",), ("list", "--format", "csv"), ("list", "--format", "json")],
    "show": [("show", VENDOR), ("show", VENDOR, "--all", "--format", "markdown"), ("show", "none")],
    "compare": [("compare",), ("compare", "--map"), ("compare", "--format", "json")],
    "session": [("session", VENDOR, "--with", "Zoë")],
    "answer": [("answer", "none.txt")],
    "check": [("check",), ("check", "vendors/broken/vendor.toml"), ("check", "--format", "json")],
    "questionnaire": [("questionnaire", "list"), ("questionnaire", "show", "partnership")],
    "schema": [("schema", "response")],
    "decide": [("decide", VENDOR)],
    "history": [("history", VENDOR), ("history", VENDOR, "--commits")],
    "diff": [("diff", "HEAD~1", "HEAD")],
    "table": [
        ("table", "verdicts"),
        ("table", "answers", "--format", "json"),
        ("table", "verdicts", "--format", "xlsx", "-o", "verdicts.xlsx"),
    ],
    "request": [("request", VENDOR, "--output", "-"), ("request", VENDOR)],
    "import": [("import", "none.txt"), ("import", "form.txt", "--respondent", "Zoë")],
    "goals": [("goals", VENDOR), ("goals", "--all", "--format", "json")],
    "meetings": [("meetings", VENDOR), ("meetings", "--all", "--format", "markdown")],
    "promises": [("promises", VENDOR), ("promises", "--all", "--format", "csv")],
    "calendar": [("calendar",), ("calendar", VENDOR, "-o", "dates.ics")],
    "agenda": [("agenda", VENDOR)],
    "customer": [("customer",), ("customer", "--format", "json")],
    "report": [("report", "--format", "markdown"), ("report", "--output", "report.html")],
    "fmt": [("fmt", "--check"), ("fmt",)],
    "merge-file": [("merge-file", "none", "none", "none")],
    "completion": [("completion", "bash")],
    "help": [("help",), ("help", "report"), ("help", "near", "partner"), ("help", "none")],
}


def sample_repository(root: Path) -> Path:
    """The samples in a git repository of two commits, with a file that cannot be read."""
    sample_workspace(root)
    git(root, "init", "-q")
    committed(root, "begin")
    (root / "vendors/broken").mkdir()
    (root / "vendors/broken/vendor.toml").write_text("name = Brøken\n")
    committed(root, "break")
    return root
