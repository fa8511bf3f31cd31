# Every target sets up what it needs first; set-up is incremental: a stamp's name holds the
# checksum of what it was made from, so only a real change makes it again.

PYTHON ?= python3
ARGS ?=
SIZE ?= small
HOST ?= 127.0.0.1
PORT ?= 8000

BIN := .venv/bin
STAMPS := .venv/.stamps
CHECKSUM = $(shell cat $(1) 2>/dev/null | cksum | tr ' ' '-')

REQUIREMENTS := $(STAMPS)/requirements-$(call CHECKSUM,requirements.lock)
PROJECT := $(STAMPS)/project-$(call CHECKSUM,pyproject.toml)
ENGINES := $(STAMPS)/engines-$(call CHECKSUM,src/prismstack/engines/_pin.py)
GENERATOR := $(shell find src/prismstack/client -name '*.py' -o -name '*.jinja')
CLIENT := $(STAMPS)/client-$(call CHECKSUM,schema.prisma requirements.lock $(GENERATOR))

TEST := -m pytest $(ARGS)

.DEFAULT_GOAL := help
.PHONY: help setup lock run demo test matrix coverage lint style layers types migrations format db-reset seed backup restore studio bench wheel clean distclean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(CLIENT) ## Make .venv with everything in it (implied by every other target)

$(REQUIREMENTS): | requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.12 setup"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@mkdir -p $(STAMPS) && rm -f $(STAMPS)/requirements-* && touch $@

$(PROJECT): $(REQUIREMENTS)
	$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@rm -f $(STAMPS)/project-* && touch $@

$(ENGINES): $(PROJECT)
	$(BIN)/prismstack engines install
	@rm -f $(STAMPS)/engines-* && touch $@

$(CLIENT): $(ENGINES)
	$(BIN)/prismstack generate
	@rm -f $(STAMPS)/client-* && touch $@

.env:
	cp .env.example .env

run: setup .env ## Serve the application at http://127.0.0.1:8000 (HOST=, PORT=)
	$(BIN)/atrium serve --host $(HOST) --port $(PORT)

demo: setup .env ## Replay a recorded day of gate events and print its report
	$(BIN)/atrium demo

test: setup ## Run the tests (ARGS="-k name")
	$(BIN)/python $(TEST)

matrix: setup ## Write docs/support-matrix.md from what the tests prove
	CI=true $(BIN)/python -m pytest -q -m feature --matrix=write $(ARGS)

coverage: setup ## Run the tests and measure coverage; fails under 90 %
	$(BIN)/coverage erase
	$(BIN)/coverage run $(TEST)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

lint: style layers types migrations ## Check style, layers of the architecture, types, and migrations

style: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

layers: setup
	$(BIN)/lint-imports

types: setup
	$(BIN)/pyright

migrations: setup ## Check what the migrations would destroy or lock
	$(BIN)/prismstack migrate lint $(addprefix --migrations ,$(patsubst %/migration_lock.toml,%,$(wildcard prisma/migrations/*/migration_lock.toml)))

format: setup ## Format the code and sort imports
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

db-reset: setup .env ## Drop, migrate and seed the development database
	$(BIN)/prismstack migrate reset --force

seed: setup .env ## Seed the development database (SIZE=small)
	$(BIN)/atrium seed --size $(SIZE)

backup: setup .env ## Back up the database while it is in use, and verify the copy
	$(BIN)/prismstack db backup

restore: setup .env ## Put a backup in the place of the database (FILE=backups/…)
	$(BIN)/prismstack db restore $(FILE)

studio: setup .env ## Browse the development database (ARGS="--read-only")
	$(BIN)/prismstack migrate deploy
	$(BIN)/prismstack studio $(ARGS)

bench: setup ## Run the benchmarks
	$(BIN)/python -m benchmarks $(ARGS)

wheel: setup ## Build the wheel, engines included, into dist/
	$(BIN)/python -m build --wheel --no-isolation

lock: $(REQUIREMENTS) ## Refresh requirements.lock from pyproject.toml
	$(BIN)/pip-compile --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe --no-header \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	  --extra mysql --extra postgresql --extra studio --extra web --extra dev --output-file requirements.lock pyproject.toml
	@! grep -nE '^--|://' requirements.lock || { echo "requirements.lock names an index"; exit 1; }

clean: ## Remove caches and build output
	rm -rf dist build htmlcov .coverage .coverage.* .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## Remove .venv too
	rm -rf .venv
