import os
from urllib.parse import quote, urljoin

import requests

BASE_URL = os.getenv("GITHUB_API_URL", "https://api.github.com")
HEADERS = {"Accept": "application/vnd.github+json"}
REPO = os.environ["GITHUB_REPOSITORY"]


class GitHub:
    """A client: requests.delete("https://api.github.com/repos/octo-org/api") is not called."""

    def __init__(self, token: str):
        self.session = requests.Session()
        self.session.headers.update(HEADERS)

    def _request(self, method, path, **kwargs):
        response = self.session.request(method, BASE_URL + path, **kwargs)
        response.raise_for_status()
        return response.json()

    def get(self, path, params=None):
        return self._request("GET", path, params=params)

    def environments(self, repo):
        return self.get(f"/repos/{repo}/environments")  # CALL: GET /repos/{owner}/{repo}/environments

    def topics(self, owner, repo, names):
        path = "/repos/{}/{}/topics".format(owner, repo)
        return self._request("PUT", path, json={"names": names})  # CALL: PUT /repos/{owner}/{repo}/topics

    def protect(self, owner, repo, branch):
        self._request(  # CALL: PUT /repos/{owner}/{repo}/branches/{branch}/protection
            "PUT",
            f"/repos/{owner}/{repo}/branches/{quote(branch, safe='')}/protection",
            json={"enforce_admins": True},
        )


def main():
    gh = GitHub(os.environ["TOKEN"])
    gh.get("/user/orgs", params={"per_page": 100})  # CALL: GET /user/orgs
    os.environ.get("/user")
    url = "%s/orgs/%s/members" % (BASE_URL, "octo-org")
    while url:
        response = requests.get(url, headers=HEADERS)  # CALL: GET /orgs/{org}/members
        url = response.links.get("next", {}).get("url")
    requests.patch(urljoin(BASE_URL, f"repos/{REPO}"), json={"archived": True})  # CALL: PATCH /repos/{owner}/{repo}
    requests.post("https://hooks.slack.com/services/T0/B0", json={"text": "https://api.github.com/zen"})
    requests.get(response.json()["comments_url"])  # UNCLEAR: unreadable
    requests.delete(url="{}/repos/{}/labels/{}".format(BASE_URL, REPO, "bug"))  # CALL: DELETE /repos/{owner}/{repo}/labels/{name}
    requests.request("GET", BASE_URL + "/rate_limit")  # CALL: GET /rate_limit


if __name__ == "__main__":
    main()
