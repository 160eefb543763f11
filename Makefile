# Việc Thật. `make` alone says what can be made. Nothing needs to be installed beforehand but Python and make.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

export PYTHONUTF8 := 1
# The machine's own Python serves: none is downloaded.
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := .venv
# Compiled modules are kept: without them every process reads all its libraries from source, a second of CPU each.
unexport PYTHONDONTWRITEBYTECODE

# Asked for its version: a shim of pyenv is on the path without there being a uv.
UV := $(or $(shell uv --version >/dev/null 2>&1 && command -v uv),.uv/bin/uv)
BIN := .venv/bin
CATALOGUES := $(wildcard src/viecthat/locale/*/LC_MESSAGES/*.po)
TRANSLATIONS := $(CATALOGUES:.po=.mo)
TEMPLATES = $(shell find src/viecthat -path '*/templates/*' -name '*.html')
# In the order that tests/conftest.py gives: the longest files first.
PYTEST := $(BIN)/python -m pytest --quiet --numprocesses auto --dist loadfile --no-loadscope-reorder

SIZE ?= S

# Processes that are killed and begun again: the same on any PostgreSQL, and slow; once is enough.
ONCE := --ignore tests/jobs --ignore tests/ledger/test_store.py

.PHONY: help bench demo serve shell test test-debian test-long lint format translations clean install install-dev

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: install ## install everything, load the demonstration, print a review, write out/
	@$(BIN)/viecthat demo

serve: install ## serve on http://127.0.0.1:8000
	@$(BIN)/viecthat migrate --verbosity 0
	@$(BIN)/viecthat serve

shell: install ## a shell that knows the program viecthat
	@PATH="$(CURDIR)/$(BIN):$$PATH" $${SHELL:-/bin/bash} -i || true

test: | $(UV) ## everything that continuous integration runs
	@tools/system_packages.sh & $(MAKE) install-dev || { wait; exit 1; }; wait $$! # one unpacks while the other fetches
	@$(MAKE) --jobs 2 --output-sync lint test-debian
	@echo "== all tests, on the embedded PostgreSQL"
	@env -u DATABASE_URL $(PYTEST)

# Chance of its own each time, and twenty times as much of it: before a release, and after work on what adds up.
test-long: install-dev ## the tests that try random examples, with many more of them (half an hour)
	@env -u DATABASE_URL HYPOTHESIS_PROFILE=explore $(PYTEST) -m hypothesis

# Beside `lint`, most of which keeps one core busy and leaves the other.
test-debian: install-dev
	@echo "== the tests of the database floors, on the PostgreSQL of the system"
	@tools/debian_postgres.sh $(PYTEST) -m database $(ONCE)

bench: install ## the roll-up beside its rivals: SIZE=S, M or L; results in docs/bench
	@$(UV) sync --frozen --no-dev --inexact --group bench
	@$(BIN)/python -m bench $(SIZE)

lint: install-dev ## style, types, imports, migrations, translations
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	@$(BIN)/djade --check --target-version 5.2 $(TEMPLATES)
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/viecthat makemigrations --check --dry-run
	$(BIN)/python tools/check_translations.py

format: install-dev ## put code and templates in order
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	@$(BIN)/djade --target-version 5.2 $(TEMPLATES)

translations: install-dev ## bring the catalogues of src/viecthat/locale up to date, for translators
	$(BIN)/python tools/check_translations.py --write

clean: ## stop the database and remove what was made here; the data stay where they are
	-@test -x $(BIN)/viecthat && $(BIN)/viecthat stop
	rm -rf .venv .uv out .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache test-results staticfiles
	rm -f .coverage* $(TRANSLATIONS)
	find . -name __pycache__ -prune -exec rm -rf {} +

install: .venv/.installed $(TRANSLATIONS)

install-dev: .venv/.installed-dev $(TRANSLATIONS)

# --inexact: the tools of `make test` stay when only the program is installed anew.
.venv/.installed: uv.lock pyproject.toml | $(UV)
	@$(UV) sync --frozen --no-dev --inexact
	@touch $@

.venv/.installed-dev: uv.lock pyproject.toml | $(UV)
	@$(UV) sync --frozen
	@touch .venv/.installed $@

.uv/bin/uv:
	@tools/install_uv.sh

%.mo: %.po tools/compile_messages.py | .venv/.installed
	@$(BIN)/python tools/compile_messages.py $<
