#!/usr/bin/env bash
# Measures patctl beside Terraform on the same content: bench/compare.sh PATCTL
# Nothing is measured where Terraform is not installed.
set -euo pipefail

patctl=$(realpath "${1:?usage: bench/compare.sh PATCTL}")
count=${COUNT:-10000}
if ! command -v terraform >/dev/null; then
	echo 'terraform is not installed: nothing to compare with.'
	exit 0
fi
export CHECKPOINT_DISABLE=1 TF_IN_AUTOMATION=1

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/patctl" "$dir/terraform"

# items HEADER prints $count blocks with arguments that are not yet aligned.
items() {
	awk -v count="$count" -v open="$1" -v inner="$2" -v close_inner="$3" 'BEGIN {
		for (i = 0; i < count; i++) {
			printf open " {\n", i
			if (inner != "") print inner
			printf "  name = \"service-%d\"\n", i
			printf "  description = \"Reads and writes what service %d needs.\"\n", i
			print  "  target_name = \"octo-org\""
			printf "  expires_in = %d\n", 1 + i % 366
			print  "  permissions = merge({ contents = \"read\" }, { contents = \"write\", issues = \"read\" })"
			printf "  repositories = [\"octo-org/service-%d\"]\n", i
			printf "  labels = { team = \"team-%d\" }\n", i % 50
			if (close_inner != "") print close_inner
			print  "}\n"
		}
	}'
}
items 'template "service_%d"' '' '' >"$dir/patctl/main.pat.hcl"
items 'resource "terraform_data" "service_%d"' '  input = {' '  }' >"$dir/terraform/main.tf"
(cd "$dir/terraform" && terraform init -input=false >/dev/null 2>&1)

# best COMMAND... prints the shortest of five runs in milliseconds.
best() {
	local least='' start end took
	for _ in 1 2 3 4 5; do
		start=$(date +%s%N)
		"$@" >/dev/null 2>&1
		end=$(date +%s%N)
		took=$(((end - start) / 1000))
		if [ -z "$least" ] || [ "$took" -lt "$least" ]; then least=$took; fi
	done
	awk -v us="$least" 'BEGIN { printf "%.1f", us / 1000 }'
}

compare() { # compare WHAT PATCTL_MS TERRAFORM_MS
	awk -v what="$1" -v ours="$2" -v theirs="$3" 'BEGIN {
		printf "%-28s patctl %8.1f ms   terraform %8.1f ms   %5.1f times as fast\n", what, ours, theirs, theirs / ours
	}'
}

compare 'version' "$(best "$patctl" version)" "$(best terraform version)"
compare "validate, $count blocks" \
	"$(best "$patctl" --chdir "$dir/patctl" validate)" \
	"$(best terraform -chdir="$dir/terraform" validate)"
compare "fmt, $count blocks" \
	"$(best "$patctl" fmt --write=false --list=false "$dir/patctl/main.pat.hcl")" \
	"$(best terraform fmt -write=false -list=false "$dir/terraform/main.tf")"
