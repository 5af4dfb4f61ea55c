import * as github from '@actions/github';
import { executeGraphql, retryRequest } from './graphql';
import { PinDocument } from './documents';
import { clone } from './git';
import * as labels from './labels';
import { wrap } from 'octo-tools';

const octokit = github.getOctokit(process.env.GITHUB_TOKEN ?? '');

function twice(send: unknown) {
  return [send, send];
}

export async function pin(id: string, found: boolean) {
  await executeGraphql(octokit.graphql, PinDocument, { id }); // ?> octokit.graphql
  await retryRequest(3, octokit.request); // ?> octokit.request
  twice(octokit.graphql);
  console.log(octokit.graphql);
  await labels.add(octokit, id); // ?> octokit
  await executeGraphql({ octokit, id }); // ?> octokit
  new labels.Labeler(octokit); // ?> octokit
  wrap(octokit, twice(octokit));
  let method = 'createComment';
  if (found) {
    method = 'updateComment';
  }
  await octokit.rest.issues[method]({ ...github.context.repo, body: 'x' }); // => POST /repos/{owner}/{repo}/issues/{issue_number}/comments // => PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}
  await octokit.rest.issues[found ? 'lock' : 'unlock']({ ...github.context.repo, issue_number: 1 }); // => PUT /repos/{owner}/{repo}/issues/{issue_number}/lock // => DELETE /repos/{owner}/{repo}/issues/{issue_number}/lock
}

export async function rebase(token: string, name: string) {
  const url = `https://x-access-token:${token}@github.com/${name}.git`; // ?> unreadable
  await clone(url);
  return `https://github.com/${name}/pulls`;
}
