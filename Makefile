# newsconvert: what a developer and CI run. `make help` lists the targets.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help demo check test lint bench golden train clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet --editable '.[test]'
	@touch $@

demo: $(READY) ## set up, convert seeds/ and samples/, validate, say where to look
	@$(BIN)/python -m benchmarks.demo

lint: $(READY) ## format check, lint, types, import layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

test: $(READY) ## every test
	$(BIN)/pytest -q -n auto

check: lint ## what CI runs: lint, then tests with coverage
	$(BIN)/pytest -q -n auto --cov --cov-report=term

golden: $(READY) ## write the golden files anew (look at the diff before you commit)
	$(BIN)/pytest -q tests --update-golden

bench: $(READY) ## speed, memory and quality, as ratios
	$(BIN)/python -m benchmarks.speed

clean: ## remove what the targets made
	rm -rf $(VENV) build dist demo .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis
