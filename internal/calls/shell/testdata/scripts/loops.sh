#!/usr/bin/env bash
for repo in shop web docs; do
  curl -s -H "Authorization: Bearer $TOKEN" -X PATCH \
    -d '{"delete_branch_on_merge":true}' "https://api.github.com/repos/octo-org/$repo"
done
page=1
while [ "$page" -le 3 ]; do
  curl -s "https://api.github.com/orgs/octo-org/repos?page=$page"
  page=$((page + 1))
done
