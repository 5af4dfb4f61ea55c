#!/usr/bin/env bash
# Measures `patctl links` beside grep on a tree of text files, of 100 MB unless
# BYTES says otherwise: bench/links.sh PATCTL
set -euo pipefail

bytes=${BYTES:-100000000}
runs=${RUNS:-7}
patctl=$(realpath "${1:?usage: bench/links.sh PATCTL}")
prefix=settings/personal-access-tokens/new
dir=$(mktemp -d)
out=$(mktemp)
trap 'rm -rf "$dir" "$out"' EXIT

# Some 5,000 files of prose and code, with a link in one of 500.
awk -v dir="$dir" -v prefix="$prefix" -v bytes="$bytes" 'BEGIN {
	srand(1)
	words = split("the token of a service reads https://github.com/octo-org/api/pulls?state=open and func main() { return settings[personal] } -- access-tokens", word, " ")
	for (n = 0; written < bytes; n++) {
		if (n % 50 == 0) { sub_dir = dir "/d" n; system("mkdir " sub_dir) }
		file = sub_dir "/f" n ".md"
		size = 500 * (1 + int(rand() * 80))
		for (s = 0; s < size; s += length(line) + 1) {
			line = ""
			for (i = 0; i < 12; i++) line = line word[1 + int(rand() * words)] " "
			print line >file
		}
		if (n % 500 == 0) print "https://github.com/" prefix "?contents=read&expires_in=30" >file
		close(file)
		written += s
	}
}'

# best COMMAND... prints the shortest of $runs runs in milliseconds. The output
# goes to a file: where it goes to /dev/null, GNU grep ends at the first match.
best() {
	local least='' start took
	for _ in $(seq "$runs"); do
		start=$(date +%s%N)
		"$@" >"$out" 2>&1
		took=$((($(date +%s%N) - start) / 1000))
		if [ -z "$least" ] || [ "$took" -lt "$least" ]; then least=$took; fi
	done
	awk -v us="$least" 'BEGIN { printf "%.1f", us / 1000 }'
}

awk -v megabytes="$((bytes / 1000000))" -v ours="$(best "$patctl" links "$dir")" -v theirs="$(best grep -r "$prefix" "$dir")" 'BEGIN {
	printf "%-28s patctl %8.1f ms   grep -r   %8.1f ms   %5.1f times as fast\n", "links, " megabytes " MB", ours, theirs, theirs / ours
}'
