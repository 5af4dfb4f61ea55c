import os

from gidgethub import aiohttp as gh_aiohttp
from ghapi.all import GhApi

api = GhApi(owner="octo-org", repo="api", token=os.environ["GITHUB_TOKEN"])
api.issues.create("Broken build")  # CALL: POST /repos/{owner}/{repo}/issues
for pull in api.pulls.list(state="open"):  # CALL: GET /repos/{owner}/{repo}/pulls
    api.issues.create_comment(issue_number=pull.number, body="ping")  # CALL: POST /repos/{owner}/{repo}/issues/{issue_number}/comments
api.repos.conjure()  # UNCLEAR: repos.conjure


async def opened(event, gh, *args, **kwargs):
    url = event.data["issue"]["comments_url"]
    await gh.post(url, data={"body": "Thanks"})  # UNCLEAR: unreadable
    await gh.patch("/repos/octo-org/api/issues/1", data={"state": "closed"})  # CALL: PATCH /repos/{owner}/{repo}/issues/{issue_number}
    async for label in gh.getiter("/repos/octo-org/api/labels"):  # CALL: GET /repos/{owner}/{repo}/labels
        print(label)
