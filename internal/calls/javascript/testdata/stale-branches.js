#!/usr/bin/env node
'use strict';

const { Octokit } = require('@octokit/rest');
const { throttling } = require('@octokit/plugin-throttling');

const ThrottledOctokit = Octokit.plugin(throttling);
const octo = new ThrottledOctokit({
  auth: process.env.GITHUB_TOKEN,
  baseUrl: process.env.GITHUB_API_URL || 'https://api.github.com',
  throttle: { onRateLimit: () => true, onSecondaryRateLimit: () => false },
});
const [owner, repo] = process.env.GITHUB_REPOSITORY.split('/');
const base = { owner, repo };

async function* branches() {
  for await (const page of octo.paginate.iterator(octo.rest.repos.listBranches, { ...base, per_page: 100 })) { // => GET /repos/{owner}/{repo}/branches
    yield* page.data;
  }
}

(async () => {
  const { git, pulls } = octo.rest;
  const open = await octo.paginate(pulls.list, { ...base, state: 'open' }, (r) => r.data.map((p) => p.head.ref)); // => GET /repos/{owner}/{repo}/pulls
  for await (const branch of branches()) {
    if (branch.protected || open.includes(branch.name)) continue;
    const commit = await git.getCommit({ ...base, commit_sha: branch.commit.sha }); // => GET /repos/{owner}/{repo}/git/commits/{commit_sha}
    const age = (Date.now() - new Date(commit.data.committer.date)) / 864e5;
    if (age < 90) continue;
    if (/^(release|hotfix)\//.test(branch.name)) continue; // it's kept
    await git.deleteRef({ ...base, ref: `heads/${branch.name}` }); // => DELETE /repos/{owner}/{repo}/git/refs/{ref}
  }
})();
