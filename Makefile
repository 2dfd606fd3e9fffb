# Alur. `make` alone lists what can be done; each line below that ends in a ## comment is one of them.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

VENV := .venv
BIN := $(VENV)/bin
DONE := .stamps
HOST ?= 127.0.0.1
PORT ?= 8000
# More for pytest: make test ARGS="-k berkas"
ARGS ?=
# Tests bring their own homes and databases.
CLEAN_ENV := env -u ALUR_HOME -u ALUR_DATABASE_URL -u ALUR_CLOCK -u ALUR_CONFIDENTIAL_KEY -u ALUR_SMTP -u ALUR_SMTP_PASSWORD -u ALUR_MAIL_FROM -u ALUR_URL
PYTEST := $(CLEAN_ENV) $(BIN)/python -m pytest
PIP := PIP_ROOT_USER_ACTION=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input
OURS := expressions forms engine webhooks portal
comma := ,
space := $(subst ,, )
CONFORMANCE := ../shared/conformance
FRONTEND := $(shell find frontend -type f -not -path 'frontend/node_modules/*' -not -path 'frontend/dist/*' 2>/dev/null)

.PHONY: help run test install check lint types house fast cover golden bench conformance revision clean tools

help:
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

run: install ## set everything up, load the demonstration office, serve the portal on 127.0.0.1:8000
	@$(BIN)/alur demo --if-empty
	@exec $(BIN)/alur serve --host $(HOST) --port $(PORT)

test: install $(DONE)/test tools ## set everything up and run the whole suite (SQLite, PostgreSQL, a real browser)
	@$(PYTEST) -n 2 $(ARGS)

install: $(DONE)/runtime $(BIN)/alur frontend/dist/manifest.json ## only set up: Python packages, frontend, the command .venv/bin/alur

check: lint types house test ## all that the gate looks at: lint, types, house, test

lint: $(DONE)/test ## ruff: rules and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(DONE)/test ## mypy --strict
	@$(BIN)/mypy $(addprefix -p ,$(OURS))

house: $(DONE)/test ## import-linter: imports point one way
	@$(BIN)/lint-imports

fast: install $(DONE)/test tools ## the suite without browser and acceptance
	@$(PYTEST) -n 2 -m "not browser and not acceptance" $(ARGS)

cover: install $(DONE)/test tools ## branch coverage of the suite without browser and acceptance
	@$(CLEAN_ENV) $(BIN)/coverage run --branch --source=$(subst $(space),$(comma),$(OURS)) -m pytest -m "not browser and not acceptance" $(ARGS)
	@$(BIN)/coverage report --skip-covered --show-missing

golden: install $(DONE)/test tools ## rewrite the golden files; then read the difference with git diff
	@$(PYTEST) -n 2 -m "not browser and not acceptance" --golden $(ARGS)
	@git --no-pager diff --stat

bench: install $(DONE)/test ## measure a durable step in ratios to the bare library
	@$(CLEAN_ENV) $(BIN)/python -m bench $(ARGS)

conformance: install $(DONE)/test ## independent BPMN suites, where ../shared/conformance is there
	@if [ ! -d $(CONFORMANCE) ]; then echo "Nothing was run: the conformance kit is not in $(CONFORMANCE)."; exit 0; fi; \
	if [ ! -f tests/conformance_adapter.py ]; then \
	    echo "tests/conformance_adapter.py is missing; $(CONFORMANCE)/README.md says how to write it." >&2; exit 1; fi; \
	$(CLEAN_ENV) $(BIN)/python $(CONFORMANCE)/harness.py --adapter tests.conformance_adapter:InProcess \
	    --groups all --dialect python,camunda,feel $(ARGS)

revision: install $(DONE)/test ## write the next migration: make revision MESSAGE="Add the table of ..."
	@$(BIN)/python -m engine.database.revision "$(MESSAGE)"

clean: ## remove what was built and installed; the data in var/ stay
	@rm -rf $(DONE) $(VENV) frontend/dist frontend/node_modules .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage
	@find $(OURS) processes bench tests -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

# --- how it is set up -------------------------------------------------------------------------------------------------

tools:
	@.ci/tools tests

# The stamps hang on files that vanish with what they stand for: a removed .venv or node_modules is made anew.
$(VENV)/pyvenv.cfg:
	@python=$$(.ci/tools python); echo "Creating $(VENV) with $$python"; "$$python" -m venv $(VENV)

$(DONE)/runtime: requirements/runtime.txt $(VENV)/pyvenv.cfg
	@echo "Installing Python packages"
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null
	@$(PIP) --require-hashes -r requirements/runtime.txt
	@mkdir -p $(DONE) && touch $@

$(DONE)/test: requirements/test.txt $(DONE)/runtime
	@echo "Installing Python packages for tests"
	@$(PIP) --require-hashes -r requirements/test.txt
	@mkdir -p $(DONE) && touch $@

# A launcher and a path file do what an editable install would, without a build: the packages are the folders here.
$(BIN)/alur: Makefile $(VENV)/pyvenv.cfg
	@$(BIN)/python -c 'import pathlib, sysconfig; \
	    pathlib.Path(sysconfig.get_path("purelib"), "alur.pth").write_text(f"{pathlib.Path.cwd()}\n")'
	@printf '%s\n' '#!/bin/sh' '# Made by make install.' \
	    'exec "$$(dirname "$$(readlink -f "$$0")")/python" -P -m portal.cli "$$@"' > $@
	@chmod +x $@

frontend/node_modules/.package-lock.json: frontend/package.json frontend/package-lock.json frontend/.npmrc
	@.ci/tools node
	@echo "Installing the frontend's packages"
	@cd frontend && npm ci --silent && touch node_modules/.package-lock.json

frontend/dist/manifest.json: frontend/node_modules/.package-lock.json $(FRONTEND)
	@.ci/tools node
	@echo "Building the frontend"
	@cd frontend && node build.mjs && touch dist/manifest.json
