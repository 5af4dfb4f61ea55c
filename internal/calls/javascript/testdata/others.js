const express = require('express');
const { WebClient } = require('@slack/web-api');
const { Octokit } = require('@octokit/rest');

const app = express();
const client = new WebClient(process.env.SLACK_TOKEN);
const users = new Map();

app.get('/user', (req, res) => res.json(users.get(req.query.id)));
app.get('/repos/:owner/:repo/issues', async (req, res) => {
  const octokit = new Octokit({ auth: req.headers.authorization });
  const { data } = await octokit.issues.listForRepo(req.params); // => GET /repos/{owner}/{repo}/issues
  res.json(data);
});
app.delete('/orgs/:org/members/:name', (req, res) => {
  client.users.list().then(() => users.delete(req.params.name));
  client.search.all({ query: 'octokit.rest.issues.create({})' });
  res.status(204).end();
});

const help = `
  Usage: curl https://api.github.com/user
  or octokit.rest.users.getAuthenticated()
`;
// fetch('https://api.github.com/user')
/* await octokit.rest.users.getAuthenticated() */
console.log(help, 'https://api.github.com/user');
const pattern = /https:\/\/api\.github\.com\/repos\/'/;
options.request.fetch('https://example.com');
fetch('/repos/octo-org/api');
app.listen(3000);
