<#
.SYNOPSIS
Archives repositories: Invoke-RestMethod https://api.github.com/user is not called.
#>
param(
    [Parameter(Mandatory = $true)]
    [string]$Org,
    [string]$BaseUrl = 'https://api.github.com'
)

$headers = @{
    Authorization = "Bearer $env:GITHUB_TOKEN"
    Accept        = 'application/vnd.github+json'
}

# Invoke-RestMethod -Method Delete -Uri "$BaseUrl/repos/octo-org/api"
$repos = Invoke-RestMethod -Headers $headers -Uri "$BaseUrl/orgs/$Org/repos?per_page=100" # CALL: GET /orgs/{org}/repos
foreach ($repo in $repos | Where-Object { -not $_.archived }) {
    $body = @{ archived = $true } | ConvertTo-Json
    Invoke-RestMethod -Method Patch -Headers $headers -Uri "$BaseUrl/repos/$($repo.full_name)" -Body $body # CALL: PATCH /repos/{owner}/{repo}
    $topics = irm "$BaseUrl/repos/$($repo.owner.login)/$($repo.name)/topics" -Headers $headers # CALL: GET /repos/{owner}/{repo}/topics
    Write-Host "PUT https://api.github.com/repos/$($repo.full_name)/topics"
}
Invoke-WebRequest -Method POST -Uri 'https://api.github.com/orgs/octo-org/invitations' -Body '{}' # CALL: POST /orgs/{org}/invitations
