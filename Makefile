# Everything you can do here, from a fresh clone, with python3 (3.11 or newer) and make only.

PYTHON ?= python3
BIN := .venv/bin
FLASK := $(BIN)/flask --app wsgi
export TRACKER_MODE ?= demo

# uv when it is on the PATH (seconds), else venv and pip; the same pinned hashes for both.
UV := $(shell command -v uv 2>/dev/null)
ifdef UV
VENV := $(UV) venv --quiet --allow-existing --no-python-downloads --python $(PYTHON) .venv
CAN_INSTALL := true
INSTALL := $(UV) pip install --quiet --python $(BIN)/python --require-hashes
else
VENV := $(PYTHON) -m venv .venv
CAN_INSTALL := $(BIN)/python -m pip --version >/dev/null 2>&1 # not where uv made the .venv
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes
endif

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: audit help setup run jobs demo test test-fast test-slow cover check fix docs bench labels labels-proof \
	screens fuzz migrate migrate-check verify lock clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | \
	  awk -F '\t' '{printf "  make %-14s %s\n", $$1, $$2}'

# --- setting up

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 ..."; exit 1; }
	@$(VENV) || { echo "On Debian and Ubuntu: apt-get install python3-venv"; rm -rf .venv; exit 1; }

.venv/ready-to-run: requirements.txt | $(BIN)/python
	@$(CAN_INSTALL) || $(VENV)
	@echo "Installing the pinned requirements into .venv ..."
	@$(INSTALL) -r requirements.txt
	@touch $@

.venv/ready-to-work: requirements-dev.txt .venv/ready-to-run
	@echo "Installing the pinned developer tools into .venv ..."
	@$(INSTALL) -r requirements.txt -r requirements-dev.txt
	@touch $@

setup: .venv/ready-to-work  ## make the virtual environment in .venv, with the developer tools

lock: .venv/ready-to-work  ## write requirements*.txt again from requirements*.in (needs uv)
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  requirements.in -o requirements.txt $(LOCK)
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  requirements-solver.in -o requirements-solver.txt $(LOCK)
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  requirements-dev.in -o requirements-dev.txt $(LOCK)

# --- running

run: .venv/ready-to-run  ## start web and jobs with demonstration data (PORT=8000); Ctrl-C stops all
	@$(BIN)/python scripts/run.py

jobs: .venv/ready-to-run  ## only the scheduled work
	@$(FLASK) jobs run

demo: .venv/ready-to-run  ## only the migrations and the demonstration data
	@$(FLASK) db upgrade
	@$(FLASK) demo seed

verify: .venv/ready-to-run  ## check every chain, the board and the checkpoints of the local database
	@$(FLASK) log verify

# --- testing and checking

# One process more than there are cores: while one waits for a disk or a browser, another works.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)

test: .venv/ready-to-work  ## every test; says what was skipped and why
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

test-fast: .venv/ready-to-work  ## the tests to run while working: no slow ones, no browser
	@$(BIN)/python -m pytest -m "not slow and not browser" $(ARGS)

test-slow: .venv/ready-to-work  ## only the slow ones
	@$(BIN)/python -m pytest -m slow $(ARGS)

cover: .venv/ready-to-work  ## every test, and which lines none of them reached
	@$(BIN)/coverage run -m pytest $(ARGS)
	@$(BIN)/coverage report

fuzz: .venv/ready-to-work  ## the property tests with ten times the examples and a new seed
	@$(BIN)/python -m pytest --hypothesis-profile=fuzz -m "not browser" -k "stateful or property" $(ARGS)

check: .venv/ready-to-work  ## static checks: style, types, imports, spelling, house rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/codespell
	@$(BIN)/bandit -q -c pyproject.toml -r tracker labels
# Scripts start our own programs and ask our own server (B310, B404, B603); their chance is seeded (B311).
	@$(BIN)/bandit -q -c pyproject.toml --skip B101,B105,B406,B310,B311,B404,B603 -r scripts
	@$(BIN)/python -m pytest -q tests/house

audit: .venv/ready-to-work  ## known weaknesses of the pinned packages, where the index is reachable
	@$(BIN)/python -m scripts.audit

fix: .venv/ready-to-work  ## let the tools mend what they can
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

# --- making

docs: .venv/ready-to-run  ## write docs/refusals.md and docs/entries.md again from the code
	@$(BIN)/python -m scripts.refusals > docs/refusals.md.new && mv docs/refusals.md.new docs/refusals.md
	@$(BIN)/python -m scripts.entries > docs/entries.md.new && mv docs/entries.md.new docs/entries.md

bench: .venv/ready-to-work  ## each measurement beside its limit, in one run; writes bench.json
	@$(BIN)/python -m scripts.bench

labels: .venv/ready-to-work  ## draw every label again for looking at
	@$(BIN)/python -m labels.catalogue docs/labels

labels-proof: .venv/ready-to-work  ## draw and read EACH=1000 random labels of every kind (or KINDS="..."); count the wrong ones
	@$(BIN)/python -m scripts.labels_proof $(or $(EACH),1000) $(KINDS)

screens: .venv/ready-to-work  ## take a screenshot of every page into docs/screens
	@$(BIN)/python -m scripts.screens

migrate: .venv/ready-to-work  ## draft a migration from the tables: make migrate m="what it does"
	@test -n "$(m)" || { echo 'Say what it does: make migrate m="words"'; exit 1; }
	@$(FLASK) db migrate -m "$(m)"

migrate-check: .venv/ready-to-work  ## upgrade, compare with the tables, down to nothing, up again
	@scripts/migrate-check.sh

clean:  ## remove what make and the tools made; instance/ (your data) stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache \
	  .schemathesis .coverage htmlcov bench.json
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
