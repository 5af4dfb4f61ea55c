#!/usr/bin/env bash
# Makes a release and uploads what was built.
set -euo pipefail

OWNER=octo-org
REPO=api
TAG="${1:?tag}"
API="https://api.github.com/repos/${OWNER}/${REPO}"
AUTH="Authorization: token ${GITHUB_TOKEN}"

response=$(curl -sS -H "${AUTH}" "${API}/releases/tags/${TAG}")
id=$(jq -r .id <<<"$response")
if [[ "$id" == "null" ]]; then
  id=$(curl -sS -X POST -H "$AUTH" -d "{\"tag_name\": \"$TAG\"}" "$API/releases" | jq -r .id)
fi
for file in dist/*; do
  name=$(basename "$file")
  curl -sS -H "$AUTH" -H "Content-Type: application/octet-stream" \
    --data-binary @"$file" \
    "https://uploads.github.com/repos/$OWNER/$REPO/releases/$id/assets?name=$name" > /dev/null
done
echo "Done: https://github.com/$OWNER/$REPO/releases/tag/$TAG"
