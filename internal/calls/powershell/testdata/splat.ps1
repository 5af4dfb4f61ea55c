$owner, $name = $env:GITHUB_REPOSITORY -split '/'
$api = 'https://api.github.com'

$params = @{
    Uri     = "$api/repos/$owner/$name/releases"
    Method  = 'POST'
    Headers = @{ Authorization = "Bearer $token" }
    Body    = @{
        tag_name = 'v1'
        name     = 'One'
    } | ConvertTo-Json
}
$release = Invoke-RestMethod @params # CALL: POST /repos/{owner}/{repo}/releases

$upload = @{ InFile = 'api.zip'; ContentType = 'application/zip' }
$upload.Uri = "https://uploads.github.com/repos/$owner/$name/releases/$($release.id)/assets?name=api.zip"
$upload['Method'] = 'Post'
Invoke-RestMethod @upload # CALL: POST /repos/{owner}/{repo}/releases/{release_id}/assets

$common = @{ Headers = @{ Authorization = "Bearer $token" } }
Invoke-RestMethod @common -Uri ($api + '/repos/{0}/{1}/labels/{2}' -f $owner, $name, 'bug') -Method Delete # CALL: DELETE /repos/{owner}/{repo}/labels/{name}
Invoke-RestMethod @common -Uri $release.assets_url # UNCLEAR: unreadable
