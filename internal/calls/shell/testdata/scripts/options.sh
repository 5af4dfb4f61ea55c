#!/bin/bash
args=(-sS -X POST)
args+=(-H "Authorization: Bearer $TOKEN")
[ -n "$DEBUG" ] && args+=(-v)
curl "${args[@]}" https://api.github.com/repos/octo-org/api/forks

flags="-s --fail"
curl $flags https://api.github.com/octocat
CURL="curl -sS -H 'Authorization: Bearer x'"
$CURL https://api.github.com/emojis
eval "$CURL -X PUT https://api.github.com/user/starred/octo-org/api"
GH=gh
"$GH" pr ready 7
curl --next-gen 2>/dev/null; curl -K curl.cfg
curl "$SOMEWHERE/user"
