#!/usr/bin/env bash
ORG="octo-org"
BASE="https://api.github.com"
ENDPOINT="/orgs/${ORG}/actions/runners"
HEADERS=(-H "Accept: application/vnd.github+json" -H "Authorization: Bearer $TOKEN")
METHOD="POST"

curl "${HEADERS[@]}" "${BASE}${ENDPOINT}"
curl -X "$METHOD" "${HEADERS[@]}" "${BASE}${ENDPOINT}/registration-token"
url="$BASE/repos/$ORG/$1"
curl -s "$url/contents/README.md"
curl -s "$url"
printf 'see %s\n' "$BASE/zen"
