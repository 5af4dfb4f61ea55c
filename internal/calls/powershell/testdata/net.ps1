$client = New-Object System.Net.WebClient
$client.Headers.Add('Authorization', "token $env:TOKEN")
$meta = $client.DownloadString('https://api.github.com/meta') # CALL: GET /meta
$http = [System.Net.Http.HttpClient]::new()
$answer = $http.PostAsync("https://api.github.com/repos/octo-org/api/forks", $null).Result # CALL: POST /repos/{owner}/{repo}/forks
$name = [uri]::EscapeDataString($env:NAME)
$url = [string]::Format('https://api.github.com/repos/octo-org/api/environments/{0}', $name)
iwr -Uri $url -Method Put -UseBasicParsing # CALL: PUT /repos/{owner}/{repo}/environments/{environment_name}
iwr https://raw.githubusercontent.com/octo-org/api/main/setup.ps1 | iex # CALL: host raw.githubusercontent.com
Invoke-WebRequest https://example.com/repos/octo-org/api
Invoke-RestMethod -Uri 'https://hooks.slack.com/services/x' -Method Post -Body '{}'
