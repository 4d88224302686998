# Everything a fresh machine needs: `make demo`, then `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEBIAN := libreoffice-writer fonts-noto-cjk fonts-wqy-microhei chromium
unexport PYTHONDONTWRITEBYTECODE  # compiled once, the many processes of the tests start quicker
export JIXIAO_REPORTS ?= $(wildcard $(abspath ../shared/reports))

.PHONY: demo test check-all corpus notebooks bench lint system clean

demo: $(VENV)/.installed
	$(BIN)/jixiao convert corpus --out out/demo
	$(BIN)/jixiao show corpus/central-project/central-project.pdf

test: $(VENV)/.installed system lint
	$(BIN)/python -m pytest -m "not slow" -n auto

check-all: $(VENV)/.installed system
	$(BIN)/python -m pytest -m slow

lint: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

corpus: $(VENV)/.installed system
	$(BIN)/python -m corpus.build

notebooks: demo system
	$(BIN)/python -m notebooks.refresh

# All of it takes some 15 minutes of a machine that does nothing else; QUICK=1 some three.
bench: $(VENV)/.installed
	$(BIN)/pip install --quiet -e ".[bench]"
	$(BIN)/python benchmarks/run.py $(if $(QUICK),--quick)

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet -e ".[test,corpus]"
	touch $@

# What Debian must provide: LibreOffice for .doc, fonts to build the corpus with, and
# Chromium to look at the page of `jixiao report` as its reader does.
system:
	@if command -v soffice >/dev/null 2>&1 && command -v chromium >/dev/null 2>&1; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		echo "installing $(DEBIAN)"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
			apt-get install -y -qq --no-install-recommends $(DEBIAN) >/dev/null; \
	else \
		echo "LibreOffice or Chromium is missing: tests that need them are skipped."; \
		echo "To have them: apt-get install $(DEBIAN)"; \
	fi

clean:
	rm -rf $(VENV) out .mypy_cache .ruff_cache .pytest_cache
