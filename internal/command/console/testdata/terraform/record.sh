#!/bin/sh
# Records what terraform console prints for every expression in values.txt: a line that
# begins with "> ", and below it the value. Checks that it prints an error for every line of
# errors.txt. It needs terraform on PATH (recorded with 1.11.4); the tests do not. To add an
# expression, add its line, and run this script.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R files "$work/files"
export CHECKPOINT_DISABLE=1 TF_CLI_CONFIG_FILE=/dev/null
evaluate() { printf '%s\n' "$1" | terraform -chdir="$work/files" console -no-color 2>"$work/error"; }
grep '^> ' values.txt | while IFS= read -r line; do
  printf '%s\n' "$line"
  evaluate "${line#> }" || printf 'No value: %s\n' "$line" >&2
done >"$work/values.txt"
while IFS= read -r line; do
  if evaluate "$line" >"$work/value" && [ ! -s "$work/error" ]; then
    printf 'A value: %s: %s\n' "$line" "$(cat "$work/value")" >&2
  fi
done <errors.txt
mv "$work/values.txt" values.txt
