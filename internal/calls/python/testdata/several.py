import requests

import settings

if not settings.ORG:
    url = "https://api.github.com/rate_limit"
else:
    url = "https://api.github.com/orgs/octo-org"
if settings.VERBOSE:
    requests.get(url)  # CANDIDATE: GET /rate_limit; GET /orgs/{org}
