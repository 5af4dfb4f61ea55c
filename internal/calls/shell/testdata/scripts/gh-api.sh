#!/usr/bin/env bash
gh api repos/{owner}/{repo}/environments --jq '.environments[].name'
gh api -X PATCH /repos/octo-org/shop -f has_wiki=false
gh api repos/octo-org/shop/labels -f name=ready -f color=00ff00
gh api --paginate "orgs/octo-org/teams"
gh api --method DELETE repos/octo-org/shop/actions/variables/COLOR
