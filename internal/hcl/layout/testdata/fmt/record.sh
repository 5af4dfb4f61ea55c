#!/bin/sh
# Records what terraform fmt makes of every input here: NNN_what.in.SUFFIX gives
# NNN_what.out.SUFFIX. It needs terraform on PATH (recorded with 1.11.4); the
# tests do not.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for input in *.in.*; do
  case $input in
  *.patvars) copy=$work/main.tfvars ;;
  *) copy=$work/main.tf ;;
  esac
  cp "$input" "$copy"
  # Through the file, since terraform fmt - ends its output with a newline that
  # the source may not have.
  terraform fmt -list=false "$copy"
  output=$(printf '%s' "$input" | sed 's/\.in\./.out./')
  mv "$copy" "$output"
done
