#!/usr/bin/env bash
# Runs every benchmark: bench/run.sh [once]
# With "once" each runs a single time on little input, which measures nothing but
# shows that it still works.
set -euo pipefail
cd "$(dirname "$0")/.."

times=3x
skip='^$'
if [ "${1:-}" = once ]; then
	times=1x
	skip='/100000' # 1,000,000 tokens take minutes
	export COUNT=100 RUNS=1 BYTES=1000000 PATCTL_BENCH_SERVE=2s
fi
bin=$(mktemp -d)
trap 'rm -rf "$bin"' EXIT
go build -trimpath -o "$bin/patctl" ./cmd/patctl
go test -run '^$' -bench . -benchtime "$times" -skip "$skip" ./...
bench/compare.sh "$bin/patctl"
bench/links.sh "$bin/patctl"
