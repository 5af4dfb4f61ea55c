from github import Github

from . import labels
from ..triage.rules import close_all as close, count

gh = Github("x")
repo = gh.get_repo("octo-org/api")  # CALL: GET /repos/{owner}/{repo}
labels.add(repo, "stale")  # UNCLEAR: Repository
close(repository=repo)  # UNCLEAR: Repository
count(repo.full_name, [1, 2])
print(repo, sorted([repo]))
