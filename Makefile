# What contributors do. .ci/run is what continuous integration does.

GO      ?= go
FUZZTIME ?= 60s

.DEFAULT_GOAL := help

.PHONY: build
build: ## build ./patctl, without tables for debuggers
	$(GO) build -trimpath -ldflags '-s -w' -o patctl ./cmd/patctl

.PHONY: test
test: ## run the tests
	$(GO) test ./...

.PHONY: lint
lint: ## check the format and run the linters
	.ci/lint

.PHONY: fuzz
fuzz: ## run every fuzz target for FUZZTIME (60s), and judge 200,000 subjects twice
	.ci/fuzz $(FUZZTIME)
	$(GO) test ./internal/audit -run 'TestPlain$$' -subjects 200000 -seed $$(date +%s)

.PHONY: mutants
mutants: ## change one line at a time where patctl decides and acts: some test has to fail each time
	$(GO) run ./internal/mutants

.PHONY: bench
bench: ## measure patctl beside other programs and print a table, or with UPDATE=1 put it into docs/performance.md too
	$(GO) run ./bench $(if $(UPDATE),--update docs/performance.md)

.PHONY: generate
generate: ## write the catalog and docs/commands.md anew
	$(GO) generate ./...

.PHONY: pictures
pictures: ## make the pictures and outputs in the documentation anew, with Chromium
	$(GO) test ./cmd/patctl -run 'TestPictures|TestPagePictures|TestDocuments' -update

.PHONY: snapshot
snapshot: ## build the files of a release into dist, without publishing them
	.ci/snapshot

.PHONY: site
site: ## build the documentation into build/site, or with VERSION=v0.2.0 into the folder of that version
	$(GO) run ./internal/site/generate $(if $(VERSION),--version $(VERSION)) $(if $(SERVE),--serve $(SERVE)) build/site

.PHONY: help
help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
