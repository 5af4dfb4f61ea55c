$ErrorActionPreference = 'Stop'
gh pr create --title "Update" --body "x" --base main # CALL: gh pr create
$runs = gh run list --json databaseId | ConvertFrom-Json # CALL: gh run list
gh api -X PUT "repos/$owner/$repo/vulnerability-alerts" # CALL: PUT /repos/{owner}/{repo}/vulnerability-alerts
git config user.name mona
git push https://github.com/octo-org/api main # CALL: git push
if (-not (gh auth status)) { throw 'log in' } # CALL: gh auth status
& gh.exe secret set TOKEN --body $token # CALL: gh secret set
Start-Process gh -ArgumentList 'release', 'create', 'v1' -Wait # CALL: gh release create
curl -sS -X DELETE https://api.github.com/repos/octo-org/api/subscription # CALL: DELETE /repos/{owner}/{repo}/subscription
Write-Host 'gh pr merge 1'
Write-Output "git push"
