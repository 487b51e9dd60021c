PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py

.PHONY: run setup test test-services check lock audit bench screenshots

## Serve the portal on 127.0.0.1:$(PORT); the first run prepares everything.
run: setup
	exec $(BIN)/gunicorn --config ictportal/gunicorn.py --bind 127.0.0.1:$(PORT) ictportal.wsgi

## Everything `run` does but serving.
setup: .venv/run.stamp
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@$(MANAGE) load_reference
	@$(MANAGE) issue_first_edition
	@$(MANAGE) seed_demo

.venv/run.stamp: requirements/run.txt
	@test -d .venv || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/run.stamp
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

## The whole suite on SQLite, with nothing but Python.
test: .venv/dev.stamp
	$(BIN)/python -m pytest -n auto --dist loadfile -m "not serial"
	$(BIN)/python -m pytest -m serial

## The same suite on PostgreSQL, Redis and a Celery worker (DATABASE_URL and REDIS_URL say where).
test-services: .venv/dev.stamp
	PORTAL_TEST_SERVICES=1 $(BIN)/python -m pytest -n auto --dist loadfile -m "not serial"
	PORTAL_TEST_SERVICES=1 $(BIN)/python -m pytest -m serial

## Format, lint, types, import contracts, Django's own checks.
check: .venv/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-cache
	$(MANAGE) check --fail-level WARNING
	PORTAL_ENV=production PORTAL_CHECK_ONLY=1 $(MANAGE) check --deploy --fail-level WARNING
	$(MANAGE) makemigrations --check --dry-run
	$(BIN)/mypy
	$(BIN)/python tests/no_trace.py

## Write the two hashed lock files again (needs `uv`).
lock:
	uv pip compile pyproject.toml --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --quiet -o requirements/run.txt
	uv pip compile pyproject.toml --extra dev --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --no-strip-extras --quiet -o requirements/dev.txt

## Known flaws in what is installed.
audit: .venv/dev.stamp
	$(BIN)/pip-audit --require-hashes --disable-pip -r requirements/run.txt

## 100,000 recommendations on PostgreSQL; speed as ratios against a plain floor.
bench: .venv/dev.stamp
	$(BIN)/python -m tests.bench

## Pictures of the pages for docs/ (needs Chromium).
screenshots: .venv/dev.stamp
	$(BIN)/python -m tests.screenshots
