# `make` alone says what there is. `make demo` and `make test` do on a fresh machine all the set-up they need.
SHELL := /bin/bash
PREFIX ?= /usr/local
DESTDIR ?=
SWIFT ?= swift
PACKAGES := libyaml-dev libsqlite3-dev

.DEFAULT_GOAL := help
.PHONY: help setup demo test check lint format generate screens verify release install deb test-deb bench bench-peers bench-large fuzz fuzz-long clean

help: ## What there is to make
	@grep -hE '^[a-z-]+:.*?## ' $(MAKEFILE_LIST) | awk -F':.*?## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: ## Install the Debian packages that are missing
	@missing=""; \
	for package in $(PACKAGES); do dpkg -s $$package >/dev/null 2>&1 || missing="$$missing $$package"; done; \
	[ -z "$$missing" ] && exit 0; \
	if [ "$$(id -u)" = 0 ]; then run=""; elif sudo -n true 2>/dev/null; then run="sudo"; else \
	  echo "These packages are missing. Install them, then run make again:"; \
	  echo "  sudo apt-get update && sudo apt-get install -y$$missing"; exit 1; fi; \
	$$run apt-get update -qq && $$run apt-get install -y --no-install-recommends $$missing

demo: setup ## A year of a fictive caseload, as each role would see it
	@$(SWIFT) build --product vagknuten
	@$$($(SWIFT) build --show-bin-path)/vagknuten demo

test: setup ## All tests, the conformance suites when they are there, and the programme's scenarios
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build
	$$($(SWIFT) build --show-bin-path)/vagknuten testa --katalog .

check: setup lint ## What a change must pass: format, build, test, generated files
	@$(MAKE) --no-print-directory test
	@$(MAKE) --no-print-directory verify

lint: ## Format and style of every Swift file
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks Fuzz

format: ## Put every Swift file into the project's format
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests Benchmarks Fuzz

generate: setup ## Write the generated files: Schemas/ and docs/feel.md
	$(SWIFT) build --product vagknuten
	$$($(SWIFT) build --show-bin-path)/vagknuten scheman --katalog .
	$$($(SWIFT) build --show-bin-path)/vagknuten feel --dokument > docs/feel.md

screens: setup ## Write the handbook's screens anew, from what the program answers
	RECORD=1 $(SWIFT) test --filter HandbookTests

verify: setup ## Check that the generated files are up to date
	$(SWIFT) build --product vagknuten
	$$($(SWIFT) build --show-bin-path)/vagknuten scheman --kontrollera --katalog .
	$$($(SWIFT) build --show-bin-path)/vagknuten feel --dokument | diff docs/feel.md -
	$$($(SWIFT) build --show-bin-path)/vagknuten kontrollera --katalog .

release: setup ## A release binary with the Swift runtime inside
	$(SWIFT) build -c release --product vagknuten -Xswiftc -static-stdlib -Xlinker -s

install: release ## Install into PREFIX: program, configuration for `init`, completions, manual page
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/vagknuten
	install -m 755 "$$($(SWIFT) build -c release --show-bin-path)/vagknuten" $(DESTDIR)$(PREFIX)/bin/vagknuten
	rm -rf $(addprefix $(DESTDIR)$(PREFIX)/share/vagknuten/,Rules Workflows Schemas)
	cp -R Rules Workflows Schemas $(DESTDIR)$(PREFIX)/share/vagknuten/
	packaging/install-extras.sh $(DESTDIR)$(PREFIX)/bin/vagknuten $(DESTDIR)$(PREFIX)/share

deb: setup ## A Debian package in dist/
	packaging/build-deb.sh

test-deb: deb ## Install, use, upgrade and remove the package, and let systemd run it (as root: really; else unpacked)
	packaging/test-deb.sh
	packaging/test-systemd.sh

bench: setup ## The benchmarks
	$(MAKE) -C Benchmarks bench

bench-peers: setup ## The benchmarks and their peers in one run, with ratios
	$(MAKE) -C Benchmarks bench-peers

bench-large: setup ## The daily run over a million open cases
	$(MAKE) -C Benchmarks bench-large

# Crashes are left in Fuzz/crashes; each becomes a test.
FUZZ_SECONDS ?= 120
CONFORMANCE ?= $(or $(VAGKNUTEN_CONFORMANCE),../shared/conformance)
fuzz: setup ## libFuzzer on expressions, cells and tables (FUZZ_SECONDS=120)
	python3 Fuzz/corpus.py "$(CONFORMANCE)" Fuzz/.build/seeds
	mkdir -p Fuzz/.build/corpus Fuzz/crashes
	$(SWIFT) build --package-path Fuzz -c release --product fuzz -Xswiftc -sanitize=fuzzer
	Fuzz/.build/release/fuzz -max_total_time=$(FUZZ_SECONDS) -max_len=2048 -timeout=20 -rss_limit_mb=3072 \
	  -artifact_prefix=Fuzz/crashes/ -print_final_stats=1 Fuzz/.build/corpus Fuzz/.build/seeds

fuzz-long: setup ## A million mutated expressions, the same ones every time
	VAGKNUTEN_MUTATIONS=1000000 $(SWIFT) test --filter FEELTests.MutationTests

clean: ## Remove what was built
	rm -rf .build Benchmarks/.build Fuzz/.build
