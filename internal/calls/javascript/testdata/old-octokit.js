var GitHubApi = require('github');
var Octokit = require('@octokit/rest');
var octokit = Octokit();
octokit.authenticate({ type: 'token', token: process.env.TOKEN });

octokit.gitdata.getReference({ owner: 'octo-org', repo: 'api', ref: 'heads/master' }, function (err, res) { // ?> octokit.gitdata.getReference
  if (err) throw err;
  octokit.repos.createFile({ owner: 'octo-org', repo: 'api', path: 'a.txt', message: 'a', content: '' }); // => PUT /repos/{owner}/{repo}/contents/{path}
  octokit.issues.getForRepo({ owner: 'octo-org', repo: 'api' }); // ?> octokit.issues.getForRepo
});
var options = octokit.issues.listForRepo.endpoint.merge({ owner: 'octo-org', repo: 'api', state: 'all' }); // => GET /repos/{owner}/{repo}/issues
octokit.paginate(options).then(function (issues) { console.log(issues.length); });
octokit.request('POST /repos/:owner/:repo/issues/:number/comments', { owner: 'octo-org', repo: 'api', number: 1, body: 'x' }); // => POST /repos/{owner}/{repo}/issues/{number}/comments
octokit.request({ method: 'GET', url: '/teams/:id/members', id: 1 }); // => GET /teams/{id}/members
octokit.repos.createOrUpdateFileContents.defaults({ owner: 'octo-org', repo: 'api' })({ path: 'x', message: 'm', content: '' }); // => PUT /repos/{owner}/{repo}/contents/{path}
