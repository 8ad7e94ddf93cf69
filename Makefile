# Every target makes its own virtual environment in .venv the first time; `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help system demo test lint bench models clean

SHELL := bash
BIN := .venv/bin
# The first Python of at least 3.11 that is on the path; or say: make test PYTHON=/path/to/python
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)

help: ## this list
	@awk -F':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The stamp is newer than what decides the environment's contents, so the second run installs nothing.
.venv/installed: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "cancu needs Python 3.11 or newer on the path (Debian: apt install python3.11-venv)" >&2; exit 3; }
	@echo "making .venv with $(PYTHON); this happens once and takes a few minutes" >&2
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

system: ## Debian's packages for scans, DOC and the tests: installed where that may be, else named
	@bash .ci/system-packages

demo: system .venv/installed ## the sample dispatches as a citation graph, on this terminal
	@PATH="$(CURDIR)/$(BIN):$$PATH" bash docs/demo.sh

lint: .venv/installed ## ruff, mypy --strict, the import layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

test: system lint ## lint, then every test; tests over real documents run when ../shared is there
	$(BIN)/python -m pytest -rs -n auto

bench: .venv/installed ## characters a second beside a bare pattern scan, and the time of cancu --help
	@$(BIN)/python tests/bench/speed.py

models: .venv/installed ## train the models again, compare them with the rules, write weights and cards (minutes)
	@$(BIN)/python -m models.recipe build

clean: ## remove .venv and caches
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build *.egg-info
