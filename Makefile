# `make run` and `make test` need nothing before them. What is done leaves a stamp in .venv, so it is not done twice.

VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
PYTHONS := python3 python3.14 python3.13 python3.12 python3.11
APT := DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends
INSTALL := $(BIN)/uv pip install --python $(BIN)/python

# Byte code is written even where the shell forbids it: without it every start compiles thousands of files again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup run test check eval tools
.NOTPARALLEL:

help:
	@echo "make run    set everything up and start the product with the demo organisation"
	@echo "make test   set everything up and run every test"
	@echo "make eval   measure every promise and write build/eval.md and build/eval.html"
	@echo "make check  format, lint, types, import contracts, corpus"
	@echo "make setup  only set up what make run needs"

run: setup
	@home="$${RECOURSE_HOME:-.recourse}"; stamp="$$home/demo.stamp"; \
	if [ ! -e "$$home/recourse.db" ] || [ ! -e "$$stamp" ] || [ -n "$$(find corpus/demo -newer "$$stamp" -print -quit)" ]; then \
		$(BIN)/recourse demo && touch "$$stamp"; \
	fi
	@exec $(BIN)/recourse serve

test: $(VENV)/.dev $(VENV)/.package tools
	@$(BIN)/pytest -n auto

eval: $(VENV)/.dev $(VENV)/.package
	@mkdir -p build
	@$(BIN)/recourse eval all --out build/eval.md

check: $(VENV)/.dev $(VENV)/.package
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict
	$(BIN)/lint-imports
	$(BIN)/recourse check

setup: $(VENV)/.package

$(VENV)/.package: pyproject.toml $(VENV)/.run
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.run: requirements.lock $(VENV)/.uv-$(UV_VERSION)
	@$(INSTALL) --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.uv-$(UV_VERSION):
	@python=; \
	for each in $(PYTHONS); do \
		if $$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$$each; break; fi; \
	done; \
	if [ -z "$$python" ]; then echo "Recourse needs Python 3.11 or newer; none is on the path." >&2; exit 1; fi; \
	if ! $$python -c 'import ensurepip' 2>/dev/null; then \
		package=$$($$python -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); \
		if [ "$$(id -u)" = 0 ]; then \
			apt-get update -qq; $(APT) $$package || exit 1; \
		else \
			echo "$$package is missing: have it installed (apt-get install $$package), then start again." >&2; exit 1; \
		fi; \
	fi; \
	[ -x $(BIN)/python ] || rm -rf $(VENV); \
	$$python -m venv $(VENV) && $(BIN)/python -m pip install -q --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@

# What some tests use beyond Python: a browser, letters for Chinese, a reader of PDF.
tools:
	@missing=; left=; \
	[ -e /usr/bin/chromium ] || [ -e /usr/bin/chromium-browser ] || [ -e /usr/bin/google-chrome ] || missing="$$missing chromium"; \
	fc-list :lang=zh-tw 2>/dev/null | grep -q . || missing="$$missing fonts-noto-cjk"; \
	command -v pdftotext >/dev/null || missing="$$missing poppler-utils"; \
	if [ -n "$$missing" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq; \
		for each in $$missing; do $(APT) $$each || left="$$left $$each"; done; \
	else left="$$missing"; fi; \
	if [ -n "$$left" ]; then echo "Left out, so the tests that use them are skipped:$$left" >&2; fi
	@$(MAKE) -s emulator

# The emulator of Telegram that one test uses, outside git; without node, npm or the network the test says what is missing.
emulator:
	@[ -e .tools/telegram/node_modules/telegram-test-api ] || { \
		if ! command -v npm >/dev/null && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then $(APT) nodejs npm >/dev/null 2>&1 || true; fi; \
		mkdir -p .tools/telegram; \
		{ command -v npm >/dev/null && npm install --prefix .tools/telegram --no-audit --no-fund --silent telegram-test-api@4.2.1 >/dev/null 2>&1; } \
		|| echo "Left out, so the tests that use it are skipped: telegram-test-api (needs node, npm and the network)" >&2; \
	}
