$script:BaseUri = 'https://api.github.com'

function Invoke-GitHubApi {
    [CmdletBinding()]
    param(
        [string]$Path,
        [string]$Method = 'GET',
        [object]$Body
    )
    $uri = "$script:BaseUri/$($Path.TrimStart('/'))"
    Invoke-RestMethod -Uri $uri -Method $Method -Body ($Body | ConvertTo-Json) -Headers @{ Authorization = "token $env:TOKEN" }
}

function Get-Members([string]$Org) {
    return Invoke-GitHubApi -Path "orgs/$Org/members" # CALL: GET /orgs/{org}/members
}

try {
    Invoke-GitHubApi "/repos/octo-org/api/hooks" -Method 'POST' -Body @{ name = 'web' } # CALL: POST /repos/{owner}/{repo}/hooks
    if ($true) {
        Invoke-GitHubApi -Method DELETE -Path ("repos/octo-org/api/keys/" + $id) # CALL: DELETE /repos/{owner}/{repo}/keys/{key_id}
    }
}
catch {
    Write-Error "Invoke-GitHubApi failed: $($_.Exception.Message)"
}
