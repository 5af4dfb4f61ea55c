import requests

import settings

if not settings.ORG:
    url = "https://api.github.com/rate_limit"
else:
    url = "https://api.github.com/orgs/octo-org"
if settings.VERBOSE:
    requests.get(url)  # CANDIDATE: GET /rate_limit; GET /orgs/{org}


def secrets(api, org, repo=None):
    address = f"{api}/repos/{org}/{repo}/actions/secrets" if repo else f"{api}/orgs/{org}/actions/secrets"
    requests.get(address)  # CANDIDATE: GET /repos/{owner}/{repo}/actions/secrets; GET /orgs/{org}/actions/secrets
    requests.request("PUT" if repo else "DELETE", "https://api.github.com/user/following/mona")  # CANDIDATE: PUT /user/following/{username}; DELETE /user/following/{username}
    requests.get("https://example.com" if org else "https://api.github.com/zen")  # CANDIDATE: GET /zen
