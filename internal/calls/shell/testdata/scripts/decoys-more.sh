#!/bin/sh
: 'curl https://api.github.com/user'
true # gh pr create
cat <<'EOF'
Run gh pr create, or:
  curl -X DELETE https://api.github.com/repos/octo-org/api
EOF
X_URL="https://github.com/octo-org/api"
test -n "$GH_TOKEN" || echo "set GH_TOKEN, then gh auth login"
curl -fsSL https://get.example.com | sh
command -v gh >/dev/null || exit 1
which git
grep -q 'api.github.com' /etc/hosts
npm ci
git status
git tag v1
git checkout -b fix
