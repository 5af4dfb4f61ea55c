#!/bin/sh
usage() {
  cat <<EOF
usage: $0 add|remove USER
  gh api -X DELETE repos/octo-org/api shows how
EOF
}
case "$1" in
  add) gh api -X PUT "repos/octo-org/api/collaborators/$2" -f permission=push ;;
  remove) gh api --method DELETE "repos/octo-org/api/collaborators/$2" ;;
  list)
    gh api repos/octo-org/api/collaborators --jq '.[].login'
    ;;
  *) usage >&2; exit 1 ;;
esac
