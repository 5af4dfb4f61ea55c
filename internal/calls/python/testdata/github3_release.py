import github3

gh = github3.login(token="x")
repo = gh.repository("octo-org", "api")  # CALL: GET /repos/{owner}/{repo}
issue = repo.create_issue("Title")  # CALL: POST /repos/{owner}/{repo}/issues
issue.create_comment("Hello")  # CALL: POST /repos/{owner}/{repo}/issues/{issue_number}/comments
repo.create_tag("v1", "One", "abc", "commit", {})  # UNCLEAR: github3.create_tag
