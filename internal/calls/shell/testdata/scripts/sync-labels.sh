#!/usr/bin/env bash
declare -A labels=(
  [bug]=d73a4a
  [docs]=0075ca
)
for repo in $(gh repo list octo-org --limit 200 --json name --jq '.[].name'); do
  for name in "${!labels[@]}"; do
    gh label create "$name" --color "${labels[$name]}" --force --repo "octo-org/$repo"
  done
done
