$headers = @{ 'X-GitHub-Api-Version' = '2022-11-28' }
$page = 1
$all = @()
do {
    $uri = 'https://api.github.com/user/repos?page=' + $page
    $answer = Invoke-RestMethod -Uri $uri -Headers $headers -FollowRelLink # CALL: GET /user/repos
    $all += $answer
    $page++
} while ($answer.Count -gt 0)

$all | ForEach-Object {
    $full = $_.full_name
    Invoke-RestMethod "https://api.github.com/repos/$full/pulls?state=open" -Headers $headers # CALL: GET /repos/{owner}/{repo}/pulls
    switch ($_.visibility) {
        'public' { Invoke-RestMethod -Method Put -Uri "https://api.github.com/repos/$full/vulnerability-alerts" } # CALL: PUT /repos/{owner}/{repo}/vulnerability-alerts
        default { Write-Verbose 'none' }
    }
}
