import { Octokit } from "octokit";
const kit = new Octokit({ auth: process.env.TOKEN });

await kit.request("POST /repos/{owner}/{repo}/dispatches", { // => POST /repos/{owner}/{repo}/dispatches
  owner: "octo-org",
  repo: "api",
  event_type: "rebuild",
});
const org = "octo-org";
await kit.request(`GET /orgs/${org}/members`); // => GET /orgs/octo-org/members
await kit.request("GET /user"); // => GET /user
await kit.request({ method: "DELETE", url: "/repos/{owner}/{repo}/git/refs/{ref}", owner: org, repo: "api", ref: "heads/old" }); // => DELETE /repos/{owner}/{repo}/git/refs/{ref}
