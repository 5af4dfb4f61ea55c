#!/usr/bin/env bash
gh api graphql -F owner=octo-org -F name=shop -f query='
  query($owner: String!, $name: String!) {
    repository(owner: $owner, name: $name) {
      issues(first: 20, states: OPEN) {
        nodes { number title labels(first: 5) { nodes { name } } }
      }
    }
  }'
gh api graphql -f query='mutation($id: ID!) { closeIssue(input: {issueId: $id}) { issue { number } } }' -f id="$1"
