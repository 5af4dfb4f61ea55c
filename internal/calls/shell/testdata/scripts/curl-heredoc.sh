#!/bin/sh
number=$1
curl -H "Authorization: Bearer $TOKEN" \
  "https://api.github.com/repos/octo-org/shop/issues/$number/comments" -d @- <<EOF
{"body": "See https://api.github.com/repos/octo-org/shop/hooks for the hooks"}
EOF
