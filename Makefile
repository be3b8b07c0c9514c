PYTHON ?= python3

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
WHEEL_VENV := build/wheel-venv

COQ_CACHE ?= build/coq

.PHONY: check evidence formal test lint lock book bench wheel clean
.DELETE_ON_ERROR:

check: $(VENV)/.installed ## prove, replay and attack every claim, print the table; compare with evidence.json
	@mkdir -p build
	$(BIN)/gaproof check --level standard --timeout 900 --json build/evidence.json
	$(BIN)/gaproof diff evidence.json build/evidence.json

evidence: $(VENV)/.installed ## the same, and rewrite evidence.json
	@mkdir -p build
	$(BIN)/gaproof check --level standard --timeout 900 --json build/evidence.json
	$(BIN)/gaproof diff --accept evidence.json build/evidence.json

formal: $(VENV)/.installed ## Coq checks every certificate again; rewrite formal.json
	@{ command -v coqc && [ -d "$$(coqc -where)/user-contrib/Coquelicot" ]; } >/dev/null || \
	{ [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get -q update && apt-get -q install -y --no-install-recommends coq libcoq-coquelicot; } || \
	{ echo "Coq is not here: on Debian or Ubuntu, as root: apt-get install coq libcoq-coquelicot" >&2; exit 1; }
	@mkdir -p build $(COQ_CACHE)
	$(BIN)/gaproof recheck --timeout 900 --accepted $(COQ_CACHE)/accepted.sqlite --json build/formal.json --record formal.json

test: $(VENV)/.installed-test ## the test suite
	$(BIN)/pytest -n 2 --dist loadfile # a file stays in one process: some count what their tests did

lint: $(VENV)/.installed-test ## style, format, types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

lock: $(VENV)/.installed ## rewrite theorems/STATEMENTS.lock from the statements as they now are
	$(BIN)/gaproof lock

book: $(VENV)/.installed-book ## the book, in book/_build/html; warnings and failing cells are errors
	$(BIN)/jupyter-book build book -W -n --keep-going

bench: $(VENV)/.installed-test ## the benchmarks, as ratios
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.running
	OMP_NUM_THREADS=1 $(BIN)/python -m benchmarks.numeric
	OMP_NUM_THREADS=1 $(BIN)/python -m benchmarks.sinkhorn

wheel: $(VENV)/.created ## build the wheel and use it away from the checkout
	rm -rf build/wheel $(WHEEL_VENV)
	$(PIP) wheel --quiet --no-deps --wheel-dir build/wheel .
	$(BIN)/python -m venv $(WHEEL_VENV)
	$(WHEEL_VENV)/bin/python -m pip --disable-pip-version-check install --quiet build/wheel/*.whl -c constraints.txt
	away=$$(mktemp -d) && trap 'rm -rf "$$away"' EXIT && cd "$$away" && \
	"$(CURDIR)/$(WHEEL_VENV)/bin/python" -c 'from importlib.resources import files; (files("theorems") / "STATEMENTS.lock").read_bytes()' && \
	"$(CURDIR)/$(WHEEL_VENV)/bin/gaproof" list

clean:
	rm -rf $(VENV) build dist book/_build .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The dot files are stamps: what they stand for is redone when what they depend on changes.
$(VENV)/.created:
	@command -v "$(PYTHON)" >/dev/null || \
	{ echo "$(PYTHON) not found: install Python 3.11 or newer, or name one with PYTHON=/path/to/python3" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	{ echo "$(PYTHON) is $$("$(PYTHON)" --version 2>&1), gaproof needs 3.11 or newer: name one with PYTHON=/path/to/python3" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || \
	{ echo "$(PYTHON) cannot make virtual environments: install its venv module (Debian and Ubuntu: apt-get install python3-venv)" >&2; exit 1; }
	"$(PYTHON)" -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.created pyproject.toml constraints.txt
	$(PIP) install --quiet -e '.[numeric]' -c constraints.txt
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	$(PIP) install --quiet -e '.[test]' -c constraints.txt
	@touch $@

$(VENV)/.installed-book: $(VENV)/.installed
	$(PIP) install --quiet -e '.[book]' -c constraints.txt
	@touch $@
