import { describe, expect, it, jest, beforeEach } from '@jest/globals';
import nock from 'nock';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import * as github from '@actions/github';
import { run } from '../src/main';

const server = setupServer(
  http.get('https://api.github.com/repos/octo-org/api/issues', () => HttpResponse.json([])),
  http.post('https://api.github.com/repos/:owner/:repo/issues', async ({ request }) => HttpResponse.json(await request.json())),
);

const octokit = github.getOctokit('x');

describe('run', () => {
  beforeEach(() => {
    nock('https://api.github.com')
      .get('/repos/octo-org/api/labels')
      .reply(200, [])
      .post('/repos/octo-org/api/labels', { name: 'bug' })
      .reply(201);
    jest.spyOn(octokit.rest.issues, 'create').mockResolvedValue({} as never);
    octokit.rest.issues.addLabels = jest.fn() as never;
    jest.mocked(octokit.rest.issues.update).mockResolvedValue({} as never);
  });

  it('opens an issue', async () => {
    await run();
    expect(octokit.rest.issues.create).toHaveBeenCalledWith({ owner: 'octo-org', repo: 'api', title: 'x' });
    expect(octokit.rest.issues.removeLabel).not.toHaveBeenCalled();
    expect(nock.isDone()).toBe(true);
    expect({ url: 'https://api.github.com/repos/octo-org/api/issues/1', id: 1 }).toBeDefined();
    server.close();
  });
});
