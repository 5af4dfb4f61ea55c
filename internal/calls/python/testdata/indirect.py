import sys
from github import Github

repo = Github("token").get_repo("octo-org/api")  # CALL: GET /repos/{owner}/{repo}
name = sys.argv[1]

getattr(repo, name)()  # UNCLEAR: unreadable
getattr(repo, "create_issue")("title")  # CALL: POST /repos/{owner}/{repo}/issues
title = getattr(repo, "full_name")
label = repo.create_label
label("bug", "ffffff")  # CALL: POST /repos/{owner}/{repo}/labels
list(map(repo.create_milestone, ["v1", "v2"]))  # CALL: POST /repos/{owner}/{repo}/milestones
repo._requester.requestJsonAndCheck("PUT", "/repos/octo-org/api/topics", input={})  # CALL: PUT /repos/{owner}/{repo}/topics
repo._requester.requestJsonAndCheck("PUT", repo.url + "/" + name)  # UNCLEAR: unreadable
print(repo.full_name, title, getattr(sys, name))
