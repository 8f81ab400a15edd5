# The commands that this project is worked with; `make` lists them.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
GO ?= go
FUZZTIME ?= 10s
CUE := cuelang.org/go/cmd/cue@v0.17.1
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2

.DEFAULT_GOAL := help
.PHONY: help build demo test race fmt lint golden oracle generate stale bench fuzz ci

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

build: ## Build bin/smgen
	$(GO) build -o bin/smgen ./cmd/smgen

demo: build ## From the examples to a deployment on an endpoint of its own
	@tools/demo.sh

test: ## Run all tests (needs Go, make and git only)
	$(GO) test ./...

race: ## Run the tests with the race detector, without those that repeat for long what others do once
	$(GO) test -race -short -timeout 20m ./...

fmt: ## Format Go and CUE files
	gofmt -s -w $$(git ls-files '*.go')
	$(GO) run $(CUE) fmt ./schema ./stacks/...

lint: ## Check formatting, and look for mistakes with vet and staticcheck
	@unformatted=$$(gofmt -s -l $$(git ls-files '*.go')); \
	  if [ -n "$$unformatted" ]; then echo "not formatted, run make fmt: $$unformatted"; exit 1; fi
	$(GO) run $(CUE) fmt --check ./schema ./stacks/...
	$(GO) vet ./...
	$(GO) run $(STATICCHECK) ./...

golden: ## Rewrite the goldens; they must not differ from what is committed
	$(GO) test ./internal/compile -run Golden -update
	@git diff --exit-code --stat -- testdata/golden || { echo "the goldens are stale: read the difference, and commit it if it is right"; exit 1; }

oracle: build tools/oracle/python/node_modules/.package-lock.json tools/oracle/statemachines/node_modules/.package-lock.json
oracle: ## Ask the outside judges of templates, requests, the local endpoint, state machines and Python (needs Node.js, python3 with cfn-lint, moto, boto3, awscli)
	$(GO) run ./tools/oracle -templates 'testdata/golden/**/template.json' -templates 'internal/bootstrap/testdata/*.template.json' -cue-dirs ./stacks/...
	python3 -B tools/oracle/requests.py $$(git ls-files 'testdata/golden/**/template.json')
	python3 -B tools/oracle/endpoint
	python3 -B tools/oracle/deploy bin/smgen
	python3 -B tools/oracle/lambdas $$(git ls-files 'testdata/golden/**/template.json')
	node tools/oracle/statemachines/judge.mjs $$(git ls-files 'testdata/golden/**/template.json')
	node tools/oracle/python/lint.mjs $$(git ls-files '*.py' ':!testdata')
	python3 -B -m unittest discover -q stacks/prod/advanced-ml/launcher_test

# npm writes this file last.
%/node_modules/.package-lock.json: %/package-lock.json
	cd $* && npm ci --no-audit --no-fund
	@touch $@

generate: ## Regenerate embedded data from its sources (needs Node.js, python3 with botocore)
	$(GO) generate ./...
	$(GO) run ./tools/model
	cd tools/cfnschema && npm ci --no-audit --no-fund && npm run generate
	cd tools/iam && npm ci --no-audit --no-fund && npm run generate

# The IAM data is compared by its text: compressors differ, even in one release.
stale: ## Fail if generated files are not what their sources give
	$(GO) generate ./...
	$(GO) run ./tools/model
	cd tools/cfnschema && npm ci --no-audit --no-fund && npm run generate
	cd tools/iam && npm ci --no-audit --no-fund && npm run check
	@git diff --exit-code --stat -- '*_gen.*' internal/cfnschema/types internal/request/model docs/rules.md || { echo "generated files are stale: commit what make generate gives"; exit 1; }

bench: build ## Measure against the cue command, and deployments against the calls they need (half an hour)
	$(GO) run ./tools/bench

fuzz: ## Fuzz every target for a while; FUZZTIME=1m for longer
	@for target in $$(git grep -ho '^func Fuzz[A-Za-z0-9]*' -- '*_test.go' | cut -d' ' -f2 | sort -u); do \
	  for package in $$(git grep -l "^func $$target(" -- '*_test.go' | xargs -n1 dirname | sort -u); do \
	    echo "$$package $$target"; \
	    $(GO) test "./$$package" -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME); \
	  done; \
	done

ci: test lint race golden demo oracle stale ## Everything that has to pass before a change lands
	@echo "ci: passed"
