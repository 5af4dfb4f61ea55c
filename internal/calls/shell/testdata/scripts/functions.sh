#!/usr/bin/env bash
api() {
  local method=$1 path=$2
  shift 2
  curl -s -X "$method" -H "Authorization: Bearer $TOKEN" "https://api.github.com$path" "$@"
}

api GET /user/repos
api POST /repos/octo-org/shop/keys -d '{"title":"ci","key":"ssh-ed25519 AAAA"}'
api PUT "/repos/octo-org/shop/collaborators/$1" -d '{"permission":"pull"}'
