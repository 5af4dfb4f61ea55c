#!/usr/bin/env bash
bash -c 'gh api user'
ssh build.example.com "cd api && git pull && gh pr checks 7"
cat repos.txt | xargs -n1 -I{} gh api "repos/{}/keys"
cat repos.txt | xargs -P4 -I{} sh -c 'gh secret set KEY --repo {} --body x'
bash <<'EOF'
set -e
gh issue create --title a --body b
EOF
find . -name '*.zip' -exec gh release upload v1 {} \;
(cd sub && git fetch --all) &
time gh api rate_limit
if ! gh auth status >/dev/null 2>&1; then echo "run gh auth login first"; fi
