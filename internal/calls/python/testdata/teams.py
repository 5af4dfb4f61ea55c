import sys
import github


class Sync:
    def __init__(self, token, name):
        self.client = github.Github(token)
        self.org = self.client.get_organization(name)  # CALL: GET /orgs/{org}

    def run(self):
        for team in self.org.get_teams():  # CALL: GET /orgs/{org}/teams
            for member in team.get_members():  # CALL: GET /teams/{team_id}/members
                self.handle(team, member)
        self.org.create_team("docs")  # CALL: POST /orgs/{org}/teams
        self.audit({"get": 1}.get("user"))

    def handle(self, team, member):
        team.add_membership(member)  # CALL: PUT /teams/{team_id}/memberships/{username}
        settings = {}
        settings.get("repos", {}).get("x")

    def audit(self, user):
        hooks = list(self.org.get_hooks())  # CALL: GET /orgs/{org}/hooks
        hooks[0].edit("web", {}, [])  # CANDIDATE: PATCH /repos/{owner}/{repo}/hooks/{hook_id}; PATCH /orgs/{org}/hooks/{hook_id}


def label(thing):
    thing.get_labels()  # CANDIDATE: GET /repos/{owner}/{repo}/issues/{issue_number}/labels; GET /repos/{owner}/{repo}/milestones/{milestone_number}/labels; GET /repos/{owner}/{repo}/labels


Sync(sys.argv[1], "octo-org").run()
