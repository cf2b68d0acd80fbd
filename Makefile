# make run    install what is needed, load the shipped figures once, open the app
# make test   the whole suite
# PORT=8501 and DATA=data/var can be set.

PYTHON ?= python3
PORT ?= 8501
DATA ?= data/var
VENV := .venv
BIN := $(VENV)/bin
QUIETLY := --quiet --disable-pip-version-check
export TRYGHED_DATA := $(DATA)

.PHONY: run test check bench lock clean
.DELETE_ON_ERROR:

run: $(DATA)/releases/CURRENT
	@echo "Åbn http://127.0.0.1:$(PORT) i en browser. Stop med Ctrl+C."
	@$(BIN)/python -m streamlit run server.py --server.port $(PORT)

# The first release: the shipped official figures.
$(DATA)/releases/CURRENT: | $(VENV)
	@$(BIN)/python -m ingest sample

test: $(VENV)/dev
	$(BIN)/python tests/browser.py
	$(BIN)/python -m pytest -n auto --dist loadfile

check: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/dev
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.uploads
	$(BIN)/python -m benchmarks.mutations
	$(BIN)/python -m benchmarks.budget
	$(BIN)/python -m benchmarks.pages
	$(BIN)/python -m benchmarks.status_simulation
	$(BIN)/python -m benchmarks.decision
	$(BIN)/python -m benchmarks.models
	$(BIN)/python -m benchmarks.crash

$(VENV): $(VENV)/run

$(VENV)/run: requirements.txt
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 eller nyere er nødvendig; fandt " + sys.version.split()[0])'
	@echo "Installerer det, appen kræver (én gang, omkring et halvt minut) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install $(QUIETLY) --require-hashes -r requirements.txt
	@touch $@

$(VENV)/dev: requirements-dev.txt $(VENV)/run
	@$(BIN)/python -m pip install $(QUIETLY) --require-hashes -r requirements-dev.txt
	@touch $@

# Compile the two lists of exact versions from the two short ones.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
		--custom-compile-command "make lock" requirements.in -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
		--custom-compile-command "make lock" requirements-dev.in -o requirements-dev.txt

clean:
	rm -rf $(VENV) data/var
