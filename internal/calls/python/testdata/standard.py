import http.client
import json
import urllib.request

TOKEN = "x"


def dispatch(owner, repo, event):
    request = urllib.request.Request(  # CALL: POST /repos/{owner}/{repo}/dispatches
        f"https://api.github.com/repos/{owner}/{repo}/dispatches",
        data=json.dumps({"event_type": event}).encode(),
        headers={"Authorization": f"Bearer {TOKEN}"},
        method="POST",
    )
    with urllib.request.urlopen(request) as response:
        return response.status


def star(owner, repo):
    req = urllib.request.Request("https://api.github.com/user/starred/" + owner + "/" + repo, method="PUT")  # CALL: PUT /user/starred/{owner}/{repo}
    urllib.request.urlopen(req)


print(urllib.request.urlopen("https://api.github.com/meta").read())  # CALL: GET /meta
urllib.request.urlopen("https://raw.githubusercontent.com/octo-org/api/main/setup.py")  # CALL: host raw.githubusercontent.com

connection = http.client.HTTPSConnection("api.github.com")
connection.request("GET", "/repos/octo-org/api/pages", headers={})  # CALL: GET /repos/{owner}/{repo}/pages


def issue(module, number):
    from ansible.module_utils.urls import fetch_url, open_url

    url = f"https://api.github.com/repos/octo-org/api/issues/{number}"
    fetch_url(module, url)  # CALL: GET /repos/{owner}/{repo}/issues/{issue_number}
    fetch_url(module, url, method="PATCH")  # CALL: PATCH /repos/{owner}/{repo}/issues/{issue_number}
    open_url("https://api.github.com/user")  # CALL: GET /user
