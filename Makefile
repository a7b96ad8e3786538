# Everything that a fresh machine with Python 3.11+, git and make needs. `make help` lists it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

# The question of `make ask` goes to the program through the environment, as it was typed: make
# must not expand a $ in it (which exporting Q itself would do), nor the shell a quote.
unexport Q
export ASN_QUESTION := $(value Q)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: run ask test check eval bench build clean help asked

run: $(VENV)/.installed  ## set up, build the edition, run Telegram (with TELEGRAM_BOT_TOKEN) or the terminal chat
	@$(BIN)/asn-ingest build
	@$(BIN)/asn-bot run

# Exit code 4: there is no usable edition.
ask: asked $(VENV)/.installed  ## answer one question: make ask Q="Bolehkah PNS like postingan calon?"
	@$(BIN)/asn-bot ask -- "$$ASN_QUESTION" || { code=$$?; [ $$code -eq 4 ] || exit $$code; \
	  $(BIN)/asn-ingest build >&2 && $(BIN)/asn-bot ask -- "$$ASN_QUESTION"; }

asked:
	@[ -n "$$ASN_QUESTION" ] || { \
	  echo 'Tulis pertanyaannya: make ask Q="Bolehkah PNS menyukai postingan calon?"' >&2; exit 2; }

test: $(VENV)/.installed-dev  ## run the tests
	@$(BIN)/python -m pytest -n auto -m "not slow"

check: $(VENV)/.installed-dev  ## what CI runs: lint, types, tests, data check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto -m "not slow"
	$(BIN)/asn-ingest check

eval: $(VENV)/.installed  ## figures on the test sets: verdicts, citations, unsafe answers, refusals
	@$(BIN)/asn-ingest build
	@$(BIN)/asn-eval run

bench: $(VENV)/.installed-dev  ## latency, throughput, start-up, memory, build time, Telegram; SCALE=1: also 100,000 provisions
	@$(BIN)/asn-ingest build
	@$(BIN)/asn-eval bench
	@$(BIN)/python -m evaluation.speed.telegram
	@[ -z "$(SCALE)" ] || $(BIN)/python -m evaluation.speed.scale

build: $(VENV)/.installed  ## build the edition from the bundled knowledge; nothing to do when unchanged
	@$(BIN)/asn-ingest build

clean:  ## remove .venv and caches; editions and the database under DATA_DIR stay
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find bot knowledge ingest evaluation tests -name __pycache__ -type d -prune -exec rm -rf {} +

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*  ## \(.*\)/make \1: \2/p' $(MAKEFILE_LIST)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo 'Python 3.11 or newer is needed. Name one: make PYTHON=python3.12 ...' >&2; exit 1; }
	@echo 'Creating $(VENV) ...'
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

# A stamp is made only by an installation that succeeded, so a broken one is repeated.
$(VENV)/.installed: pyproject.toml | $(BIN)/python
	@echo 'Installing the bot and what it needs into $(VENV) (a few minutes the first time) ...'
	@$(PIP) install -e .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(BIN)/python
	@echo 'Installing the bot and the tools of its tests into $(VENV) (a few minutes the first time) ...'
	@$(PIP) install -e '.[dev]'
	@touch $(VENV)/.installed $@
