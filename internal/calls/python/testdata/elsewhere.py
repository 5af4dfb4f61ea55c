"""Clients and objects that another file makes; a wrapper with one function for all methods."""
import os
import requests
from octo.clients import download, get_gh_client
from octo.queries import PROJECT_QUERY

API = "https://api.github.com"


def label(repo_name, number):
    gh = get_gh_client()
    repo = gh.get_repo(repo_name)  # CALL: GET /repos/{owner}/{repo}
    pull = repo.get_pull(number)  # CALL: GET /repos/{owner}/{repo}/pulls/{pull_number}
    pull.add_to_labels("triage")  # CALL: POST /repos/{owner}/{repo}/issues/{issue_number}/labels


def close(issue, repo, store):
    issue.create_comment("Closing")  # UNCLEAR: Issue.create_comment
    repo.create_git_release("v1", "One", "First")  # UNCLEAR: Repository.create_git_release
    repo.update()
    store.create_comment("x")


def send(url, payload=None):
    if payload:
        return requests.post(url, json=payload)
    else:
        return requests.get(url)


def project(number):
    return send(f"{API}/graphql", payload={"query": PROJECT_QUERY.replace("$number", f"{number}")})  # UNCLEAR: graphql


def members(team):
    send(f"{API}/orgs/octo-org/teams/{team}/members")  # CALL: GET /orgs/{org}/teams/{team_slug}/members
    send(f"{API}/orgs/octo-org/repos", {"name": "api"})  # CALL: POST /orgs/{org}/repos


def any_of(verb):
    getattr(requests, verb)(f"{API}/user")  # UNCLEAR: unreadable
    call = getattr(requests, "delete")
    call(f"{API}/user/keys/1")  # CALL: DELETE /user/keys/{key_id}
    getattr(os, verb)(f"{API}/user".strip())


download(f"{API}/repos/octo-org/api/tarball/main", "api.tar.gz")  # UNCLEAR: unreadable
print(f"See {API}/repos/octo-org/api", f"{API}/repos/octo-org/api")
project(1)
