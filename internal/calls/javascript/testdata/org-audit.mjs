import { Octokit } from "octokit";
import { paginateRest } from "@octokit/plugin-paginate-rest";

const org = process.argv[2] ?? "octo-org";
const gh = new Octokit({ auth: process.env.AUDIT_TOKEN, userAgent: "org-audit" });

const {
  rest: { orgs, teams, repos: repositories },
  paginate,
} = gh;

const members = await paginate(orgs.listMembers, { org, filter: "2fa_disabled" }); // => GET /orgs/{org}/members
const outside = await gh.paginate("GET /orgs/{org}/outside_collaborators", { org }); // => GET /orgs/{org}/outside_collaborators
const hooks = await gh.paginate({ method: "GET", url: "/orgs/{org}/hooks", org, headers: { accept: "application/vnd.github+json" } }); // => GET /orgs/{org}/hooks

for (const team of await paginate(teams.list, { org })) { // => GET /orgs/{org}/teams
  const list = gh.rest.teams.listReposInOrg;
  const owned = await paginate(list, { org, team_slug: team.slug }); // => GET /orgs/{org}/teams/{team_slug}/repos
  console.log(team.slug, owned.length);
}
for (const { name } of await paginate(repositories.listForOrg, { org })) { // => GET /orgs/{org}/repos
  const protection = await gh.request(`GET /repos/${org}/${name}/branches/main/protection`); // => GET /repos/octo-org/{name}/branches/main/protection
  const alerts = await gh.request("/repos/{owner}/{repo}/dependabot/alerts", { owner: org, repo: name, state: "open" }); // => GET /repos/{owner}/{repo}/dependabot/alerts
  console.log(name, protection.status, alerts.data.length);
}
console.log(members.length, outside.length, hooks.length);
