Import-Module PowerShellForGitHub
Set-GitHubConfiguration -DisableTelemetry
$issues = Get-GitHubIssue -OwnerName octo-org -RepositoryName api # UNCLEAR: get-githubissue
New-GitHubIssue -OwnerName octo-org -RepositoryName api -Title 'Broken build' # UNCLEAR: new-githubissue
Invoke-GHRestMethod -UriFragment 'repos/octo-org/api/milestones' -Method Get # CALL: GET /repos/{owner}/{repo}/milestones
