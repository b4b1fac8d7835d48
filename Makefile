# Everything is reached from here; `make` alone lists it. Python 3.11, pip and make are enough.
PY := .venv/bin/python
PORT ?= 8000
export PORT PYTHON

# The suite on one process more than there are processors, up to four, because browsers and servers
# are waited for; on SQLite, where nothing is, on as many. Each begins with a database of its own.
WORKERS ?= $(shell echo $$(($$(getconf _NPROCESSORS_ONLN) + 1)))
PROCESSORS := $(shell n=$$(getconf _NPROCESSORS_ONLN); echo $$((n < 4 ? n : 4)))
PYTEST := -m pytest -n $(WORKERS) --maxprocesses 4 --dist worksteal
# What one process has compiled the others need not.
unexport PYTHONDONTWRITEBYTECODE
SUITE := $(PYTEST) --ignore=tests/interop

.DEFAULT_GOAL := help
# The steps of `test` build on one another, and each uses every processor.
.NOTPARALLEL:
.PHONY: help run test check test-postgres test-sqlite test-long test-interop bench bench-scale load-check format lock clean environment

help: ## List what make can do
	@grep -E '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed 's/:.*## /	/' | expand -t 16

run: ## Start the demonstration at http://localhost:8000/ (PORT=8001 for another port)
	@.ci/demonstrate

test: check test-postgres test-sqlite ## Run every check, then the whole suite on PostgreSQL and SQLite

check: environment ## Run the linters, the type checker and Django's own checks
	@.ci/check

test-postgres: environment ## Run the suite on PostgreSQL (DATABASE_URL, or an embedded server)
	@.ci/chromium
	$(PY) .ci/with_postgres.py $(PY) $(SUITE)

test-sqlite: environment ## Run on SQLite what may differ there: what writes, locks or migrates, and each page
	env -u DATABASE_URL $(PY) $(SUITE) --maxprocesses $(PROCESSORS) -m "engine and not browser" --ignore=tests/setup

test-long: environment ## Try every property on many new examples, which `make test` tries on few
	env -u DATABASE_URL $(PY) $(PYTEST) -m hypothesis --hypothesis-profile=many

test-interop: environment ## Try us against other programs, which it installs where it may
	@.ci/chromium
	@.ci/interop
	$(PY) .ci/with_postgres.py $(PY) $(PYTEST) tests/interop

bench: environment ## Measure pages, saves, files, the PDF and the engine on PostgreSQL, and print a table
	$(PY) .ci/with_postgres.py $(PY) -m tests.benchmarks
	$(PY) .ci/with_postgres.py $(PY) -m tests.benchmarks.trial
	$(PY) .ci/with_postgres.py $(PY) -m tests.benchmarks.memory

bench-scale: environment ## Measure pages on a small database and on one of ORGANISATIONS x YEARS
	$(PY) .ci/with_postgres.py $(PY) -m tests.benchmarks.scale --organisations $(ORGANISATIONS) --years $(YEARS)

ORGANISATIONS ?= 2000
YEARS ?= 5

load-check: environment ## Save under load while workers and databases are killed, and look for every save
	env -u DATABASE_URL $(PY) -m tests.outages

format: environment ## Put the Python code in order
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

lock: environment ## Compile the requirements into the hash-locked lists
	.venv/bin/uv pip compile $(UV_COMPILE) requirements.in -o requirements.txt
	.venv/bin/uv pip compile $(UV_COMPILE) -c requirements.txt requirements-dev.in -o requirements-dev.txt
	.venv/bin/uv pip compile $(UV_COMPILE) requirements-s3.in -o requirements-s3.txt
	.venv/bin/uv pip compile $(UV_COMPILE) requirements-interop.in -o requirements-interop.txt

UV_COMPILE := --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links

clean: ## Remove the environment, the demonstration's data and what tools left behind
	rm -rf .venv .venv-interop tests/interop/node_modules var staticfiles .mypy_cache .ruff_cache .pytest_cache .hypothesis \
		.import_linter_cache test-results

environment:
	@.ci/prepare requirements-dev.txt
