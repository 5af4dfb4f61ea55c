#!/bin/bash
set -e
repo=$(gh repo view --json nameWithOwner -q .nameWithOwner)
gh api --paginate "repos/$repo/branches" -q '.[].name' | while read -r branch; do
  [ "$branch" = main ] && continue
  open=$(gh pr list --head "$branch" --state open --json number -q length)
  if [ "$open" -eq 0 ]; then
    gh api -X DELETE "repos/$repo/git/refs/heads/$branch" || echo "could not delete $branch"
  fi
done
