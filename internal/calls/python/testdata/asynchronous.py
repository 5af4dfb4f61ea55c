import asyncio

import aiohttp
import httpx

API = "https://api.github.com"


async def runs(owner: str, repo: str):
    async with aiohttp.ClientSession(headers={"Authorization": "Bearer x"}) as session:
        async with session.get(f"{API}/repos/{owner}/{repo}/actions/runs") as response:  # CALL: GET /repos/{owner}/{repo}/actions/runs
            data = await response.json()
        for run in data["workflow_runs"]:
            await session.post(f"{API}/repos/{owner}/{repo}/actions/runs/{run['id']}/cancel")  # CALL: POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel


async def members(org):
    async with httpx.AsyncClient(base_url=API) as client:
        page = (await client.get(f"/orgs/{org}/members")).json()  # CALL: GET /orgs/{org}/members
        removed = await asyncio.gather(*[
            client.delete(f"/orgs/{org}/members/{m['login']}")  # CALL: DELETE /orgs/{org}/members/{username}
            for m in page
        ])
        async with client.stream("GET", "/repos/octo-org/api/tarball/main") as r:  # CALL: GET /repos/{owner}/{repo}/tarball/{ref}
            pass
    return removed


async def other():
    async with aiohttp.ClientSession() as session:
        await session.get("https://pypi.org/pypi/requests/json")


asyncio.run(members("octo-org"))
