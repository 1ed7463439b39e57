# Souk from a terminal. `make` lists what there is.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3.13
PORT ?= 8080
PYTEST_WORKERS ?= 2

requirements := requirements.txt layers/dependencies/requirements.txt
python := .venv/bin/python

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

.venv: .venv/made ## make the Python environment

.venv/made: $(requirements)
	@echo "Python packages …"
	@$(PYTHON) -m venv .venv
	@$(python) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

node_modules/made: .venv/made package.json package-lock.json
	@echo "CDK command line …"
	@.venv/bin/npm ci --silent --no-audit --no-fund
	@touch $@

check: .venv/made ## formatting, types and the house rules
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy .
	$(python) -m pytest -q tests/house

format: .venv/made ## put the code in shape
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

test: .venv/made node_modules/made ## every test, with coverage
	$(python) -m pytest -q -n $(PYTEST_WORKERS) --cov --cov-report=term

.PHONY: help .venv check format test
