# Heard: everything a developer does, by name. `make` alone lists it.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
# Trust the certificates that this machine trusts: a council's network often has its own.
export UV_SYSTEM_CERTS ?= true
export NODE_USE_SYSTEM_CA ?= 1

# Stamps: a second set-up costs nothing, a changed lock file runs it again.
TOOLS := $(VENV)/.tools
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
NODE := node_modules/.stamp
STATIC := web/static/.stamp
ASSETS := $(shell find web/assets -type f 2>/dev/null)
# uv is quick; pip is asked where it fails, because it knows the mirrors that a machine has been told of.
INSTALL = uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r $(1) \
	|| $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1)
LOCK := uv pip compile pyproject.toml --quiet --universal --generate-hashes --no-annotate --custom-compile-command "make lock"

.PHONY: help
help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

$(TOOLS): requirements-tools.lock
	@test -n "$(PYTHON)" || { echo "Heard needs Python 3.11 or later, and found none on the PATH." >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Heard needs Python 3.11 or later; $(PYTHON) is older." >&2; exit 1; }
	test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-tools.lock
	@touch $@

$(RUNTIME): $(TOOLS) requirements.lock pyproject.toml
	$(call INSTALL,requirements.lock)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index --editable .
	@touch $@

$(DEV): $(RUNTIME) requirements-dev.lock
	$(call INSTALL,requirements-dev.lock)
	@touch $@

$(NODE): $(TOOLS) package.json package-lock.json
	npm ci --ignore-scripts --silent
	@touch $@

$(STATIC): $(NODE) $(ASSETS)
	npm run --silent build
	@touch $@

.PHONY: setup
setup: $(RUNTIME) $(STATIC) ## Make the environment in .venv, with .venv/bin/heard, and build the pages' styles

.PHONY: setup-dev
setup-dev: setup $(DEV) ## The same, with what tests and checks need

.PHONY: run
run: setup ## Serve the demo council at http://127.0.0.1:8000
	$(BIN)/heard run

.PHONY: lint
lint: setup-dev ## Check style, types and which room imports which
	ruff check .
	ruff format --check .
	mypy
	lint-imports

.PHONY: format
format: setup-dev ## Put the code into the house style
	ruff format .
	ruff check --fix .

.PHONY: browser
browser: $(RUNTIME) ## Install Chromium and Pango where they are missing (Debian or Ubuntu, as root or with sudo)
	@.ci/system-parts

.PHONY: test
test: lint browser ## Run every check and every test
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

.PHONY: bench
bench: setup-dev ## Measure speed and size, say which bounds hold; figures go to var/bench.json too (takes minutes)
	$(BIN)/python -m tests.bench

.PHONY: bench-large
bench-large: setup-dev ## Measure lists, the sweep and fired timers at up to a million open cases (takes a quarter of an hour)
	$(BIN)/python -m tests.bench_large

.PHONY: load
load: setup-dev ## Let 200 people work for ten minutes: no error, no lost update, and how long pages take
	$(BIN)/python -m tests.load

.PHONY: storm
storm: setup-dev ## Bring 10,000 steps through a storm in which everything is killed at random (takes an hour)
	$(BIN)/python -m tests.storm

.PHONY: shots
shots: setup-dev browser ## Take pictures of the main pages into shots/
	$(BIN)/python -m tests.shots

.PHONY: docs
docs: setup ## Write docs/procedures and docs/building-blocks.md anew from the diagrams
	$(BIN)/heard docs

.PHONY: lock
lock: $(TOOLS) ## Write the lock files anew from pyproject.toml and package.json
	$(LOCK) --group tools --group dev --output-file requirements-dev.lock
	$(LOCK) --constraint requirements-dev.lock --output-file requirements.lock
	$(subst pyproject.toml,,$(LOCK)) --constraint requirements-dev.lock --group tools --output-file requirements-tools.lock
	npm install --package-lock-only --ignore-scripts --silent

.PHONY: wheel
wheel: setup ## Build the wheel, pages' styles included, into dist/
	uv build --quiet --wheel --no-build-isolation --python $(BIN)/python --out-dir dist

.PHONY: clean
clean: ## Remove what was built; your data in var/ stays
	rm -rf $(VENV) node_modules web/static dist build shots .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
