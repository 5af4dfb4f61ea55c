#!/bin/sh
set -eu
: "${GITHUB_TOKEN:?}"
WIKI="https://x-access-token:${GITHUB_TOKEN}@github.com/${GITHUB_REPOSITORY}.wiki.git"
tmp=$(mktemp -d)
git clone --depth=1 "$WIKI" "$tmp"
rsync -a docs/ "$tmp/"
(
  cd "$tmp"
  git add .
  git diff-index --quiet HEAD || git commit -m "Docs"
  git push "$WIKI" master
)
for page in Home Usage; do
  echo "https://github.com/$GITHUB_REPOSITORY/wiki/$page"
done
count=$(curl -sI -H "Authorization: token $GITHUB_TOKEN" "https://api.github.com/repos/$GITHUB_REPOSITORY/commits?per_page=1" | sed -n 's/.*page=\([0-9]*\)>; rel="last".*/\1/p')
