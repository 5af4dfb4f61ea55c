const https = require('https');
const { URL } = require('url');

const token = process.env.GITHUB_TOKEN;

function latest(repo, callback) {
  const options = {
    hostname: 'api.github.com',
    port: 443,
    path: `/repos/${repo}/releases/latest`,
    method: 'GET',
    headers: { 'User-Agent': 'updater', Authorization: 'token ' + token },
  };
  const req = https.request(options, (res) => { // => GET https://api.github.com/repos/{repo}/releases/latest
    let data = '';
    res.on('data', (chunk) => { data += chunk; });
    res.on('end', () => callback(null, JSON.parse(data)));
  });
  req.on('error', callback);
  req.end();
}

latest(process.env.GITHUB_REPOSITORY, (err, release) => {
  if (err) throw err;
  https.get('https://api.github.com/rate_limit', { headers: { 'User-Agent': 'updater' } }, () => {}); // => GET https://api.github.com/rate_limit
  https.get(`https://raw.githubusercontent.com/octo-org/api/${release.tag_name}/package.json`, () => {}); // => host raw.githubusercontent.com
  https.get(new URL('/meta', 'https://api.github.com'), () => {}); // => GET https://api.github.com/meta
  https.get('https://registry.npmjs.org/octokit', () => {});
});
