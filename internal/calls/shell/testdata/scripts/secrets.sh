#!/usr/bin/env bash
while IFS='=' read -r name value; do
  gh secret set "$name" --env production --body "$value"
done < .env
gh variable set REGION --org octo-org --visibility all --body eu
gh secret list -o octo-org
gh ssh-key add ~/.ssh/id.pub
gh repo create octo-org/new --private --clone
gh repo deploy-key add key.pub -w
gh project item-add 3 --owner octo-org --url "$URL"
gh search prs --author octocat
gh alias set prs 'pr list'
gh prs
