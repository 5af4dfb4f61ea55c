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

# items HEADER prints $count blocks with arguments that are not yet aligned. One
# in a hundred holds $word.
word=needs
items() {
	awk -v count="$count" -v word="$word" -v open="$1" -v inner="$2" -v close_inner="$3" 'BEGIN {
		for (i = 0; i < count; i++) {
			printf open " {\n", i
			if (inner != "") print inner
			printf "  name = \"service-%d\"\n", i
			printf "  description = \"Reads and writes what service %d %s.\"\n", i, i % 100 ? "needs" : word
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
content() {
	items 'template "service_%d"' '' '' >"$dir/patctl/main.pat.hcl"
	items 'resource "terraform_data" "service_%d"' '  input = {' '  }' >"$dir/terraform/main.tf"
}
content
(cd "$dir/terraform" && terraform init -input=false >/dev/null 2>&1)

runs=${RUNS:-5}
# best COMMAND... prints the shortest of $runs runs in milliseconds.
best() {
	local least='' start end took
	for _ in $(seq "$runs"); do
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

# state prints what terraform apply would record of all blocks. To let it do so
# takes far longer than everything that is measured here.
state() {
	awk -v count="$count" 'BEGIN {
		type = "[\"object\",{\"description\":\"string\",\"expires_in\":\"number\",\"labels\":[\"object\",{\"team\":\"string\"}],\"name\":\"string\"," \
			"\"permissions\":[\"object\",{\"contents\":\"string\",\"issues\":\"string\"}],\"repositories\":[\"tuple\",[\"string\"]],\"target_name\":\"string\"}]"
		print "{\"version\":4,\"terraform_version\":\"1.0.0\",\"serial\":1,\"lineage\":\"bench\",\"outputs\":{},\"resources\":["
		for (i = 0; i < count; i++) {
			value = sprintf("{\"description\":\"Reads and writes what service %d needs.\",\"expires_in\":%d,\"labels\":{\"team\":\"team-%d\"},\"name\":\"service-%d\"," \
				"\"permissions\":{\"contents\":\"write\",\"issues\":\"read\"},\"repositories\":[\"octo-org/service-%d\"],\"target_name\":\"octo-org\"}",
				i, 1 + i % 366, i % 50, i, i)
			data = "{\"value\":" value ",\"type\":" type "}"
			printf "%s{\"mode\":\"managed\",\"type\":\"terraform_data\",\"name\":\"service_%d\",\"provider\":\"provider[\\\"terraform.io/builtin/terraform\\\"]\"," \
				"\"instances\":[{\"schema_version\":0,\"attributes\":{\"id\":\"%d\",\"input\":%s,\"output\":%s,\"triggers_replace\":null},\"sensitive_attributes\":[]}]}\n",
				(i ? "," : ""), i, i, data, data
		}
		print "],\"check_results\":null}"
	}'
}

# A change of one in a hundred, against what is recorded of all.
"$patctl" --chdir "$dir/patctl" apply --auto-approve --no-reviews >/dev/null 2>&1
state >"$dir/terraform/terraform.tfstate"
word=uses
content
runs=${RUNS:-3}
compare "plan, 1 % of $count changed" \
	"$(best "$patctl" --chdir "$dir/patctl" plan)" \
	"$(best terraform -chdir="$dir/terraform" plan -input=false -refresh=false)"
