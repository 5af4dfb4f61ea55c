#!/usr/bin/env bash
gh pr view "$PR" --json author -q .author.login && gh pr review "$PR" --approve && gh pr merge "$PR" --auto --squash
run=$(gh run list -w ci.yml -L1 --json databaseId -q '.[0].databaseId'); gh run watch "$run" --exit-status; gh run download "$run"
number=$(gh issue list -L1 --json number | jq '.[0].number') || true
gh issue comment "$number" --body "$(git log -1 --format=%s)"
gh cache delete --all; gh ruleset list; gh org list; gh browse; gh status
gh api "/repos/{owner}/{repo}/actions/runs?per_page=1" --jq ".workflow_runs[0].id" |
  xargs -I % gh api -X POST /repos/{owner}/{repo}/actions/runs/%/cancel
