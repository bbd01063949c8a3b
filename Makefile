# `make` alone lists what can be run.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(abspath $(BIN))/uv
# Rasa needs Python 3.10; pyenv's choice for this shell must not hide it.
CLEAN_ENV := env -u PYENV_VERSION -u VIRTUAL_ENV -u PYTHONPATH

.PHONY: help run train test check types lint imports messages nlu nlu-test evaluate bench lock language clean demo

help: ## list what can be run
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## (.*)/  make \1\t\2/' | expand -t 20

run: $(VENV)/.ready nlu messages ## start everything; prints the address to open
	@$(BIN)/wegweiserin run

train: $(VENV)/.ready nlu ## train the model if its data has changed
	@$(BIN)/wegweiserin train

test: $(VENV)/.ready-dev nlu messages ## everything: types, style, import rules, all tests of both environments
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	cd nlu && .venv/bin/python -m pytest -q
	$(BIN)/wegweiserin train
	cd nlu && .venv/bin/python evaluate.py --gate --quiet
	$(BIN)/python -m pytest

check: $(VENV)/.ready-dev messages ## quick: types, style, import rules, tests without Rasa and browser
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports
	$(BIN)/python -m pytest -m "not whole" -x

evaluate: nlu ## how well each language is understood: table and report in nlu/reports
	cd nlu && .venv/bin/python evaluate.py

bench: $(VENV)/.ready-dev nlu messages ## measure speed and memory
	$(BIN)/python -m tests.benchmarks $(PARTS)

messages: $(VENV)/.ready $(patsubst %.po,%.mo,$(wildcard locales/*/LC_MESSAGES/messages.po)) ## compile the catalogs

%.mo: %.po
	@$(BIN)/pybabel -q compile -i $< -o $@

extract: $(VENV)/.ready-dev ## take new texts from the code into all catalogs
	$(BIN)/python -m tests.consistency.catalogs

nlu: nlu/.venv/.ready ## Rasa's own environment (Python 3.10)

nlu/.venv/.ready: nlu/requirements.lock nlu/.python-version | $(VENV)/.ready
	@echo "Making Rasa's environment (about 2.7 GB, some minutes) …"
	@cd nlu && $(CLEAN_ENV) $(UV) venv --quiet --clear --python 3.10 .venv
	@cd nlu && $(CLEAN_ENV) $(UV) pip install --python .venv/bin/python --require-hashes -r requirements.lock
	@touch $@

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: make run PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV) || { echo "Python's venv is missing; on Debian: apt install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

$(VENV)/.ready: requirements.lock pyproject.toml | $(UV)
	@$(CLEAN_ENV) $(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@$(CLEAN_ENV) $(UV) pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

$(VENV)/.ready-dev: requirements-dev.lock $(VENV)/.ready
	@$(CLEAN_ENV) $(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@

lock: ## pin all packages anew, with hashes and without addresses
	$(UV) pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q -o requirements.lock
	$(UV) pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q -o requirements-dev.lock
	cd nlu && $(CLEAN_ENV) $(UV) pip compile pyproject.toml --group dev --universal --python-version 3.10 --generate-hashes --no-header --no-annotate -q -o requirements.lock

clean: ## remove environments, models, compiled catalogs; stores in data/ stay
	rm -rf $(VENV) nlu/.venv nlu/models nlu/.rasa .mypy_cache .ruff_cache .pytest_cache
	find locales -name '*.mo' -delete
