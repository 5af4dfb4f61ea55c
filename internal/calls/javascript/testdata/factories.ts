import { App } from 'octokit';
import { createAppAuth } from '@octokit/auth-app';
import { getOctokitFor } from './auth';
import { request } from '@octokit/request';

const app = new App({ appId: 1, privateKey: process.env.KEY! });

function makeClient(token?: string) {
  const Kit = require('@octokit/rest').Octokit;
  return new Kit({ auth: token });
}

export async function sync(installationId: number, routes: string[]) {
  const octokit = await app.getInstallationOctokit(installationId);
  await octokit.rest.checks.listForRef({ owner: 'octo-org', repo: 'api', ref: 'main' }); // => GET /repos/{owner}/{repo}/commits/{ref}/check-runs

  const api = makeClient(process.env.TOKEN);
  await api.rest.users.getAuthenticated(); // => GET /user
  await (await getOctokitFor('octo-org')).rest.orgs.get({ org: 'octo-org' }); // => GET /orgs/{org}

  const authed = request.defaults({ headers: { authorization: 'token x' } });
  await authed('PUT /user/blocks/{username}', { username: 'hubot' }); // => PUT /user/blocks/{username}
  for (const route of routes) {
    await authed(route); // ?> authed
  }
  const { data } = await api.rest.repos['listTags']({ owner: 'octo-org', repo: 'api' }); // => GET /repos/{owner}/{repo}/tags
  const method = 'listReleases';
  await api.rest.repos[method]({ owner: 'octo-org', repo: 'api' }); // => GET /repos/{owner}/{repo}/releases
  await Promise.all([octokit.rest.repos.listDeployments].map((list) => list({ owner: 'octo-org', repo: 'api' }))); // => GET /repos/{owner}/{repo}/deployments
  await octokit.rest.repos.conjure({ owner: 'octo-org' }); // ?> octokit.rest.repos.conjure
  await octokit.createPullRequest({ owner: 'octo-org' }); // ?> octokit.createPullRequest
  return data;
}
