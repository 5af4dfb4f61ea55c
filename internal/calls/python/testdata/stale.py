#!/usr/bin/env python3
"""Marks stale issues.

Uses repo.create_issue and requests.get("https://api.github.com/user").
"""
import os
from datetime import datetime, timedelta

from github import Auth, Github
from github.Issue import Issue
from github.Repository import Repository


# repo.create_git_tag("v1", ...) is only in a comment
def is_stale(issue: Issue) -> bool:
    if issue.pull_request:
        return False
    return issue.updated_at < datetime.now() - timedelta(days=60)


def mark(issue: Issue, label="stale"):
    issue.add_to_labels(label)  # CALL: POST /repos/{owner}/{repo}/issues/{issue_number}/labels
    issue.create_comment("This issue is stale: see repo.get_issues()")  # CALL: POST /repos/{owner}/{repo}/issues/{issue_number}/comments
    issue.edit(state="closed")  # CALL: PATCH /repos/{owner}/{repo}/issues/{issue_number}


def close_all(repo: Repository):
    for pull in repo.get_pulls(state="open", sort="created"):  # CALL: GET /repos/{owner}/{repo}/pulls
        pull.edit(state="closed")  # CALL: PATCH /repos/{owner}/{repo}/pulls/{pull_number}
        pull.head.repo.get_git_ref(f"heads/{pull.head.ref}").delete()  # CALL: GET /repos/{owner}/{repo}/git/ref/{ref}; DELETE /repos/{owner}/{repo}/git/refs/{ref}


def main():
    g = Github(auth=Auth.Token(os.environ["GITHUB_TOKEN"]))
    repo = g.get_repo("octo-org/api")  # CALL: GET /repos/{owner}/{repo}
    stale = [i for i in repo.get_issues(state="open") if is_stale(i)]  # CALL: GET /repos/{owner}/{repo}/issues
    for issue in stale:
        mark(issue)
    close_all(repo)
    me = g.get_user()  # CALL: GET /user
    print(me.login, [r.name for r in me.get_repos()])  # CALL: GET /user/repos
    g.get_user().create_repo("sandbox", private=True)  # CALL: POST /user/repos
    other = g.get_user("mona")  # CALL: GET /users/{username}
    print(other.name)
    release = repo.create_git_release("v1", "One", "First")  # CALL: POST /repos/{owner}/{repo}/releases
    release.upload_asset("dist/api.tar.gz")  # CALL: POST /repos/{owner}/{repo}/releases/{release_id}/assets
    contents = repo.get_contents("README.md")  # CALL: GET /repos/{owner}/{repo}/contents/{path}
    repo.update_file(contents.path, "update", "text", contents.sha)  # CALL: PUT /repos/{owner}/{repo}/contents/{path}
    repo.create_secret("TOKEN", "x")  # CALL: PUT /repos/{owner}/{repo}/actions/secrets/{secret_name}


if __name__ == "__main__":
    main()
