# The two commands to know are `make demo` and `make test`. Both need Python 3.11 or later with
# venv, make and git, and install everything else into .venv.

PYTHON ?= python3
BIN := .venv/bin

SECONDS ?= 3600
VERSION = $(shell sed -n 's/^__version__ = "\(.*\)"/\1/p' partnercheck/__init__.py)

# Many tests wait for a terminal more than they compute, so more of them run than there are cores.
SIDE_BY_SIDE := --numprocesses 5 --dist loadfile --no-loadscope-reorder

# What is compiled is kept, also where Python is told not to: it is half of a short run.
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -p no:cacheprovider

.DEFAULT_GOAL := help

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

demo: .venv/installed ## Open the sample workspace (a copy in demo/)
	@$(BIN)/partnercheck demo demo

test: style ## Everything that must hold before a commit: lint, types, layers, tests
	@$(MAKE) --no-print-directory --jobs 2 types all-tests

# The types are checked on one core while the tests are compiled on the other.
all-tests: compiled
	$(PYTEST) $(SIDE_BY_SIDE) --ignore=tests/outside

# Each of the processes that run tests would otherwise compile all of them for itself.
compiled: .venv/developing
	@$(PYTEST) --collect-only -qq >/dev/null || $(PYTEST) --collect-only -qq

quick: lint ## Lint, and the tests of the rules, texts and formats: under a minute
	$(PYTEST) $(SIDE_BY_SIDE) tests/base/test_text.py tests/base/test_cells.py \
		tests/base/test_rounds.py tests/formats tests/oracle/test_tables.py tests/rules \
		tests/report/words tests/verdicts tests/versions/test_merge.py tests/test_architecture.py

cover: .venv/developing ## Which lines the tests of `make test` reach
	@$(BIN)/pip install --quiet --disable-pip-version-check coverage
	$(BIN)/coverage run --source partnercheck -m pytest -p no:cacheprovider tests
	$(BIN)/coverage report --skip-covered

torture: .venv/developing ## Every fault, 500 kills, long random sessions, an hour of input (SECONDS=60 for less)
	PARTNERCHECK_LONG=1 PARTNERCHECK_KILLS=500 PARTNERCHECK_INPUT_SECONDS=$(SECONDS) \
		$(BIN)/pytest tests/faults tests/torture tests/terminal/test_leaving.py \
		tests/terminal/test_edit_scripts.py

fuzz: .venv/developing ## An hour of bytes for every reader (SECONDS=60 for less), 10,000 workspaces
	@$(BIN)/pip install --quiet --disable-pip-version-check atheris \
		|| echo "atheris cannot be installed here: fuzzing goes on without looking at coverage"
	$(BIN)/python -m tests.hostile.fuzz --seconds $(SECONDS)
	PARTNERCHECK_LONG=1 $(BIN)/pytest tests/hostile/test_torture.py

outside: .venv/developing ## What CI has no room for: LibreOffice, browsers, the package, each Python, the newest of all
	$(BIN)/pytest -p no:cacheprovider tests/outside tests/commands/test_table.py \
		tests/commands/test_calendar.py tests/report/page/test_browser.py \
		tests/exchange/test_form_in_browser.py
	$(BIN)/python -m tests.outside.package $(PARTS)

bench: .venv/developing ## Measure start-up, screens, scale and ssh; simulate classes (PARTS=classes)
	$(BIN)/python -m benchmarks $(PARTS)

lint: style types ## Style, types, and which package may import which

style: .venv/developing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/developing
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/developing ## Lay the code out
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

screenshots: .venv/installed ## Make the README's pictures again from the samples
	$(BIN)/python screenshots/make.py

docs: .venv/installed ## Make the pages of commands, keys and JSON, and the man page, again from the program itself
	$(BIN)/python docs/make_commands.py
	$(BIN)/python docs/make_screens.py
	$(BIN)/python docs/make_json.py
	$(BIN)/python docs/make_man.py

release: release-ready test dist ## Everything before a release; uploads, tags and changes nothing
	@echo "Ready: version $(VERSION) is in dist/. To release it:"
	@echo "  git tag --sign --message 'partnercheck $(VERSION)' v$(VERSION)"
	@echo "  git push origin v$(VERSION)"
	@echo "  $(BIN)/twine upload dist/*"

release-ready:
	@test -z "$$(git status --porcelain)" || \
		{ echo "The working tree has changes: commit or remove them first." >&2; exit 1; }
	@! git rev-parse --quiet --verify "refs/tags/v$(VERSION)" >/dev/null || \
		{ echo "There is a tag v$(VERSION) already: set another __version__." >&2; exit 1; }
	@grep -qE '^## $(VERSION), [0-9]{4}-[0-9]{2}-[0-9]{2}$$' CHANGELOG.md || \
		{ echo "CHANGELOG.md has no heading '## $(VERSION), DAY': write the day." >&2; exit 1; }

dist: .venv/developing ## Build sdist and wheel into dist/, check them, and install the wheel once
	rm -rf build dist .venv/try
	@$(BIN)/pip install --quiet --disable-pip-version-check build twine
	$(BIN)/python -m build --outdir dist .
	$(BIN)/twine check --strict dist/*
	$(BIN)/python -m venv .venv/try
	.venv/try/bin/pip install --quiet --disable-pip-version-check dist/*.whl
	.venv/try/bin/partnercheck --version
	rm -rf .venv/try

clean: ## Remove what these commands made
	rm -rf .venv demo build dist *.egg-info

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: pyproject.toml | .venv/bin/python
	@echo "Installing into .venv ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/developing: pyproject.toml | .venv/bin/python
	@echo "Installing into .venv, with the development tools ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ .venv/installed

.PHONY: help demo quick cover test all-tests compiled torture fuzz outside bench lint style types format screenshots docs release release-ready dist clean
