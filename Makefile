# The menu of the project: `make` lists what there is. The work itself is done by CMake's presets and
# by the programs in tools/; this file only puts them in order.

# How many things are done at a time; `make test JOBS=1` for a machine with little memory.
JOBS ?= $(shell nproc)
# What `make run` hands on to the program, and `make bench` to bench/run: make run ARGS="--listen 0.0.0.0:8080"
ARGS ?=
# Which lives `make simulate` simulates.
SEEDS ?= 1-100

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

.PHONY: help run build test test-long simulate fuzz bench screenshots lint format clean
.PHONY: install-build install-test install-bench

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: build ## build the server and run it with demonstration data in ./data; options: ARGS="..."
	@exec build/release/callfold serve --demo --data ./data $(ARGS)

build: build/release/build.ninja ## build the program: build/release/callfold
	@cmake --build --preset release --parallel $(JOBS)

test: build/debug/build.ninja ## build with sanitizers and run every test but the long ones
	@cmake --build --preset debug --parallel $(JOBS)
	@ctest --preset debug --parallel $(JOBS)

test-long: test fuzz build/long/build.ninja ## the same, then fuzzing and, optimised, simulation, crashes and instructions
	@cmake --build --preset long --parallel $(JOBS)
	@ctest --preset long --parallel $(JOBS)

simulate: build/debug/build.ninja ## simulate months of the server's life with all that goes wrong: SEEDS=1-100
	@cmake --build --preset debug --parallel $(JOBS) --target callfold_simulation
	@build/debug/tests/simulation/callfold_simulation --seeds $(SEEDS)

fuzz: build/fuzz/build.ninja ## run each fuzzer of tests/fuzz for a short while
	@cmake --build --preset fuzz --parallel $(JOBS)
	@ctest --preset fuzz --parallel $(JOBS)

bench: install-bench build ## build optimised and measure; to make docs/performance.md anew: ARGS=--write
	@cmake --preset release >/dev/null
	@cmake --build --preset release --parallel $(JOBS) --target callfold_bench
	@bench/run $(ARGS)

screenshots: build install-test ## make the two pictures of README.md anew
	@CALLFOLD_BINARY=$(CURDIR)/build/release/callfold CALLFOLD_SCREENSHOTS=$(CURDIR)/docs/images web/check screenshots

lint: build/debug/build.ninja ## clang-tidy over src/ and the layer, style and format checks
	@tools/check_layers.py
	@tools/check_tidy.py
	@tools/clang_format.py --check
	@tools/clang_tidy.py --build build/debug --jobs $(JOBS)

format: install-test ## lay the C++ files out as .clang-format says
	@tools/clang_format.py

clean: ## remove everything that was built; ./data stays
	rm -rf build

build/release/build.ninja: | install-build
build/debug/build.ninja build/fuzz/build.ninja build/long/build.ninja: | install-test
# CMake itself notices changed CMakeLists.txt files, but not changed presets.
build/%/build.ninja: CMakePresets.json
	@cmake --preset $*
	@touch $@

install-build install-test install-bench: install-%:
	@tools/install.sh $*
