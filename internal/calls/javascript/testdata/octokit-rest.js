import { Octokit } from "@octokit/rest";

const octokit = new Octokit({ auth: process.env.TOKEN });
const where = { owner: "octo-org", repo: "api" };

const issue = await octokit.rest.issues.create({ ...where, title: "Nightly build is red" }); // => POST /repos/{owner}/{repo}/issues
await octokit.rest.issues.addLabels({ // => POST /repos/{owner}/{repo}/issues/{issue_number}/labels
  ...where,
  issue_number: issue.data.number,
  labels: ["ci"],
});
const { data: pulls } = await octokit.pulls.list(where); // => GET /repos/{owner}/{repo}/pulls
for (const pull of pulls) {
  await octokit.rest.pulls.updateBranch({ ...where, pull_number: pull.number }); // => PUT /repos/{owner}/{repo}/pulls/{pull_number}/update-branch
}
