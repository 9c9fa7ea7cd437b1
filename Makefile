PY ?= python3
BIN := .venv/bin

.PHONY: check
check: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

.venv/ready: pyproject.toml
	test -x $(BIN)/python || $(PY) -m venv .venv
	$(BIN)/pip install -q -e '.[test]'
	touch $@
