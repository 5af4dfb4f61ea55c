import sys

from github import Github
from tqdm import tqdm

try:
    connection = Github(sys.argv[1])
    repo = connection.get_repo("octo-org/api")  # CALL: GET /repos/{owner}/{repo}
except ValueError:
    sys.exit(1)

hooks = [hook.url for hook in repo.get_hooks()]  # CALL: GET /repos/{owner}/{repo}/hooks
pulls = tqdm(repo.get_pulls(state="closed"), unit="pull", desc="Reading")  # CALL: GET /repos/{owner}/{repo}/pulls
for pull in pulls:
    print(pull.get_commits()[0].sha)  # CALL: GET /repos/{owner}/{repo}/pulls/{pull_number}/commits
    pull.resolve_everything("x")  # UNCLEAR: PullRequest.resolve_everything
    print(pull.title.strip(), repo.full_name.split("/"))
connection.close()
