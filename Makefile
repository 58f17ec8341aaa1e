# newsconvert: what a developer and CI run. `make help` lists the targets.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
CORPUS ?= ../shared/corpus
READY  := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help demo check test test-wordpress lint coverage bench golden train clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet --editable '.[test]'
	@touch $@

demo: $(READY) ## convert seeds/ and samples/ into demo/, validate, say where to look
	$(BIN)/newsconvert convert seeds samples/inputs --out demo --timestamp 2026-01-01T00:00:00Z
	$(BIN)/newsconvert validate demo --severity warning
	$(BIN)/newsconvert status demo
	@echo
	@echo "Look at   demo/000_5ce6d16c4ea659ed.newsml.xml    NewsML-G2, as an importer gets it"
	@echo "          demo/000_5ce6d16c4ea659ed.jsonld        schema.org JSON-LD, as a page carries it"
	@echo "          demo/000_5ce6d16c4ea659ed.segments.json every line with its label, every field with its origin"
	@echo "and see   $(BIN)/newsconvert segment seeds/000_5ce6d16c4ea659ed.txt --explain"

lint: $(READY) ## format check, lint, types, import layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

test: $(READY) ## every test, with coverage
	$(BIN)/pytest -q -n auto --cov --cov-report=

test-wordpress: $(READY) ## imports into a real WordPress (Debian's wordpress, php-mysql, mariadb-server)
	$(BIN)/pytest -q -m wordpress tests/contrib

check: lint test ## what CI runs

coverage: test ## what the tests do not reach
	$(BIN)/coverage report

golden: $(READY) ## write the golden files anew (look at the diff before you commit)
	$(BIN)/pytest -q tests --update-golden

train: $(READY) ## train the shipped model anew (CORPUS=folder with dev.jsonl and silver.jsonl); some minutes on two cores
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/newsconvert train $(CORPUS)/dev.jsonl $(CORPUS)/silver.jsonl samples/houses \
	  --corrections convert/segment/data/corrections.jsonl --out convert/segment/models/default.npz

bench: $(READY) ## speed, memory and quality, as ratios
	$(BIN)/python -m benchmarks.speed

clean: ## remove what the targets made
	rm -rf $(VENV) build dist demo .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis
