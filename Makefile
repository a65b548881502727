# What people and the build type. Each target installs what it needs, once, from the locked requirements.

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# The first Python of 3.11 or later; name another with PYTHON=...
PYTHON ?= $(firstword $(foreach p,python3 python3.13 python3.12 python3.11,$(shell $(p) -c 'import sys; sys.version_info >= (3, 11) and print("$(p)")' 2>/dev/null)))
DATA ?= data
PORT ?= 8000
# A module stays in one process, and they begin in the order that tests/conftest.py gives them.
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadscope --no-loadscope-reorder

# What was compiled is kept, whatever the shell says: else each process that tests start compiles the product anew.
unexport PYTHONDONTWRITEBYTECODE

# What make quick runs: the rules of the house, what is pure, what is kept, and every act on a record. The rest of a
# part's tests join it by lying in one of these folders; what takes long there is marked slow.
QUICK := $(addprefix tests/,contracts core kinds ledger imports settings sqlite store app accounts actions records pages)

.PHONY: run test quick lint format bench lock chromium clean

run: .venv/run
	$(BIN)/holdtrue --data $(DATA) up --demo --port $(PORT)

test: .venv/test chromium
	$(PYTEST)

quick: .venv/test
	$(PYTEST) -m "not slow and not browser" --databases sqlite $(QUICK)

lint: .venv/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

format: .venv/test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/test
	$(BIN)/python -m bench

# Only this target asks a registry for versions; every other one installs what these files name.
LOCK := $(BIN)/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --strip-extras --allow-unsafe
lock: .venv/test
	$(LOCK) -o requirements/run.txt pyproject.toml
	$(LOCK) --extra test -c requirements/run.txt -o requirements/test.txt pyproject.toml
	$(LOCK) --only-build-deps --build-deps-for editable -c requirements/test.txt -o requirements/build.txt pyproject.toml

chromium:
	@sh .ci/chromium

clean:
	rm -rf .venv build dist

.venv/made:
	@test -n "$(PYTHON)" || { echo "Holdtrue needs Python 3.11 or later; none was found. Name one with make PYTHON=/path/to/python3."; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/run: .venv/made requirements/run.txt requirements/build.txt pyproject.toml
	$(PIP) install --require-hashes -r requirements/run.txt
	$(PIP) install --require-hashes -r requirements/build.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/test: .venv/run requirements/test.txt
	$(PIP) install --require-hashes -r requirements/test.txt
	@touch $@
