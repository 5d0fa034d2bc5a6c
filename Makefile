# The one door: `make help` lists what is behind it.

VENV := .venv
BIN := $(VENV)/bin
MADE := $(VENV)/.made
READY := $(VENV)/.ready
READY_TO_TEST := $(VENV)/.ready-to-test
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
PYTEST := $(BIN)/python -m pytest
LEVELS_1_TO_3 := -n 2 -m "not (whole or faults or size)"

# Any Python from 3.11 on that can make a virtual environment.
FIND_PYTHON = for python in "$${PYTHON:-python3}" python3.13 python3.12 python3.11 python3.14; do \
	"$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; python=; done; \
	test -n "$$python" || { echo "Accord needs Python 3.11 or newer with its venv module (Debian: apt install python3-venv)."; exit 1; }

.PHONY: help run quick test journeys pictures check lint bench
.DEFAULT_GOAL := help

help: ## This list.
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: $(READY) ## Set everything up and serve a demonstration school on http://localhost:8000 (PORT= changes it).
	@ACCORD_DEMO=1 $(BIN)/accord run

quick: $(READY_TO_TEST) ## Rules, actions, jobs and views: what fails first, in under two minutes.
	@$(BIN)/python -m accord.ui.build
	$(PYTEST) $(LEVELS_1_TO_3)

test: $(READY_TO_TEST) ## Set everything up and pass the tests.
	@$(BIN)/python -m accord.ui.build
	$(PYTEST) $(LEVELS_1_TO_3)
	$(PYTEST) -n 2 -m "whole or faults or size"
	$(PYTEST) journeys
	$(BIN)/python -m accord.config.clause_report

journeys: $(READY_TO_TEST) ## Walk the journeys alone, in a real browser. Needs a Chromium.
	@$(BIN)/python -m accord.ui.build
	$(PYTEST) journeys

pictures: $(READY_TO_TEST) ## Make the documentation's pictures anew, in docs/pictures.
	@$(BIN)/python -m accord.ui.build
	$(PYTEST) journeys --pictures -k pictures

check: lint test ## What must hold before anything is merged: lint, types, contracts, tests.

lint: $(READY_TO_TEST)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	ACCORD_HOME=var/test ACCORD_DATABASE_URL=postgresql://nobody@localhost/none $(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint accord --quiet --lint
	ACCORD_HOME=var/test $(BIN)/accord django makemigrations --check --dry-run

bench: $(READY_TO_TEST) ## Measure; prints, and writes var/bench.json.
	@$(BIN)/python -m accord.ui.build
	@$(BIN)/accord bench

$(MADE):
	@echo "Making a virtual environment in $(VENV)…"
	@$(FIND_PYTHON); "$$python" -m venv $(VENV)
	@touch $@

$(READY): requirements/build.txt pyproject.toml | $(MADE)
	@echo "Installing what Accord needs…"
	@$(PIP) install --quiet --require-hashes -r requirements/build.txt
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(READY_TO_TEST): requirements/dev.txt $(READY)
	@echo "Installing what the tests need…"
	@$(PIP) install --quiet --require-hashes -r requirements/dev.txt
	@touch $@
