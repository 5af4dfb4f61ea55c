git config user.name "github-actions[bot]"
git config user.email "41898282+github-actions[bot]@users.noreply.github.com"
git remote set-url origin "https://x-access-token:${GITHUB_TOKEN}@github.com/${GITHUB_REPOSITORY}"
git add -A
git commit -m "Update [skip ci]" || exit 0
git push origin HEAD:${GITHUB_REF_NAME}
curl -X POST "${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}/dispatches" -d '{"event_type": "done"}'
