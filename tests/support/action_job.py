"""A job on GitHub, as far as one can be had here: the steps of `action.yml`, run one by one.

The variables, the shell and the expressions are those that GitHub documents. `gh` is a program of
this folder that keeps comments in a file, and asks the real `jq` as the real one asks its own.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tests.support.clones import environment
from tests.support.installed_wheel import ROOT

ACTION = ROOT / "action.yml"
GH = f"""#!{sys.executable}
import json, os, pathlib, subprocess, sys

store = pathlib.Path(os.environ["GH_STORE"])
comments = json.loads(store.read_text())
words = sys.argv[1:]
assert words[0] == "api" and os.environ["GH_TOKEN"], words
path = next(word for word in words if word.startswith("repos/"))
if "--jq" in words:
    found = subprocess.run(
        ["jq", "--raw-output", words[words.index("--jq") + 1]],
        input=json.dumps(comments), text=True, check=True, stdout=subprocess.PIPE,
    ).stdout
    print(found, end="")
else:
    name, _, value = words[words.index("--field") + 1].partition("=@")
    body = pathlib.Path(value).read_text()
    if words[words.index("--method") + 1] == "PATCH":
        [comment] = [each for each in comments if path.endswith(f"/comments/{{each['id']}}")]
        comment[name] = body
    else:
        assert path == "repos/northwind/vendors/issues/7/comments", path
        comments.append({{"id": 100 + len(comments), "user": {{"type": "Bot"}}, name: body}})
    store.write_text(json.dumps(comments))
"""


class StepResult(NamedTuple):
    """How a step ended, and everything that it wrote to the log."""

    code: int
    log: str


class Job:
    """One job on a pull request from `main`, in a clone that `actions/checkout` could have made."""

    def __init__(self, repo: Path, temp: Path, source: Path, **inputs: str) -> None:
        self.repo, self.temp = repo, temp
        self.action = yaml.safe_load(ACTION.read_text("utf-8"))
        self.context: dict[str, str] = {
            "github.token": "a-token",
            "github.action_path": str(source),
            "github.event_name": "pull_request",
            "github.repository": "northwind/vendors",
            "github.event.pull_request.number": "7",
            "github.event.pull_request.head.repo.full_name": "northwind/vendors",
            "steps.python.outputs.python-path": sys.executable,
        }
        for name, declared in self.action["inputs"].items():
            self.context[f"inputs.{name}"] = inputs.get(name) or self._value(declared["default"])
        self.summary, self.comments = temp / "summary.md", temp / "comments.json"
        self.summary.touch()
        self.comments.write_text("[]")
        gh = temp / "bin" / "gh"
        gh.parent.mkdir()
        gh.write_text(GH)
        gh.chmod(0o755)

    @property
    def steps(self) -> dict[str, Mapping[str, Any]]:
        return {step["name"]: step for step in self.action["runs"]["steps"] if "run" in step}

    def runs(self, name: str) -> bool:
        """Whether the condition of a step holds."""
        condition = self.steps[name].get("if", "true")
        text = condition.removeprefix("${{").removesuffix("}}").strip()
        text = re.sub(r"[a-z]+(\.[\w-]+)+", lambda match: repr(self._lookup(match[0])), text)
        text = text.replace("!cancelled()", "True").replace("&&", "and").replace("true", "True")
        return bool(eval(text.replace("'True'", "'true'")))

    def step(self, name: str) -> StepResult:
        """Run a step as the runner does, and note how it ended for the steps after it."""
        step = self.steps[name]
        assert step["shell"] == "bash"
        own = {key: self._value(value) for key, value in step.get("env", {}).items()}
        script = self.temp / "script.sh"
        script.write_text(step["run"])
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.repo,
            env={**self._environment(), **own},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
            check=False,
        )
        if "id" in step:
            outcome = "failure" if done.returncode else "success"
            self.context[f"steps.{step['id']}.outcome"] = outcome
        return StepResult(done.returncode, done.stdout)

    def written(self) -> list[str]:
        return [each["body"] for each in json.loads(self.comments.read_text())]

    def _value(self, text: str) -> str:
        return re.sub(r"\$\{\{ *([\w.-]+) *\}\}", lambda match: self._lookup(match[1]), text)

    def _lookup(self, name: str) -> str:
        return self.context.get(name, "")

    def _environment(self) -> dict[str, str]:
        path = f"{self.temp / 'bin'}{os.pathsep}{os.environ['PATH']}"
        return {
            **environment(self.temp),
            "PATH": path,
            "GITHUB_WORKSPACE": str(self.repo),
            "GITHUB_REPOSITORY": "northwind/vendors",
            "GITHUB_BASE_REF": "main",
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "RUNNER_TEMP": str(self.temp),
            "GH_STORE": str(self.comments),
        }
