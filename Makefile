# The commands of the project. `make demo` and `make test` install what they need into .venv.
PY := .venv/bin/python
TEXTS ?= $(SCAMGRAPH_TEXTS)
export SCAMGRAPH_TEXTS ?= $(firstword $(wildcard ../shared/corpus))

.PHONY: demo test check bench soak mutants clean lock docs sbom audit
.DEFAULT_GOAL := demo

.venv/.core: requirements.lock requirements-build.lock pyproject.toml scripts/bootstrap
	@scripts/bootstrap core
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.core
	@scripts/bootstrap dev
	@touch $@

demo: ## Install, load the five articles and ask six questions
	@scripts/demo

check: .venv/.dev ## Format, lint, types, layers, generated pages, source sentences
	@scripts/check

test: check ## Everything, on both engines
	@scripts/bootstrap system
	@scripts/test

bench: .venv/.dev ## Speeds as ratios to the bare driver; FULL=1 for a million claims
	@$(PY) -m benchmarks $(if $(FULL),--full)

soak: .venv/.dev ## Long campaigns: hundreds of faults in mid-operation, deep property tests
	@scripts/bootstrap system
	@SCAMGRAPH_SOAK=1 scripts/test

mutants: .venv/.dev ## Make small mistakes, one at a time, and check that the tests notice each
	@$(PY) scripts/mutants

docs: .venv/.dev ## Generate the pages and pictures of the documentation
	@$(PY) -m graph.generate_docs
	@$(PY) -m queries.ask.generate_docs
	@$(PY) -m supply.licences
	@scripts/bootstrap system
	@$(PY) scripts/screenshots

sbom: .venv/.dev ## Write the bill of materials (CycloneDX) to dist/sbom.cdx.json
	@$(PY) -m supply.sbom

audit: .venv/.dev ## Look for known vulnerabilities; 3 means that not all packages were checked
	@$(PY) -m supply.audit $(SERVICE)

COMPILE := uv pip compile --universal --no-emit-index-url --generate-hashes -q
EXTRAS := --extra pandas --extra pdf --extra docx

lock: ## Resolve the lock files again (needs uv)
	$(COMPILE) $(EXTRAS) -o requirements.lock pyproject.toml
	$(COMPILE) $(EXTRAS) --extra dev --extra py2neo -c requirements.lock -o requirements-dev.lock pyproject.toml
	$(COMPILE) --group build -c requirements-dev.lock -o requirements-build.lock
	$(COMPILE) --group node -o requirements-node.lock

clean: ## Stop the demo's engine; remove what was built
	@[ ! -x .venv/bin/scamgraph ] || .venv/bin/scamgraph store down || true
	rm -rf .venv .work dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis explorer/node_modules api/static/*.js
