const fetch = (...args) => import('node-fetch').then(({ default: f }) => f(...args));
const GITHUB = process.env.GITHUB_SERVER_URL || 'https://github.com';

function headers(token) {
  return { headers: { Authorization: `token ${token}`, Accept: 'application/octet-stream' } };
}

async function asset(owner, repo, id) {
  let url = 'https://api.github.com/repos/' + owner + '/' + repo + '/releases/assets/' + id;
  return fetch(url, headers(process.env.TOKEN)); // => GET https://api.github.com/repos/{owner}/{repo}/releases/assets/{id}
}

async function archive(tag) {
  await fetch(`https://github.com/octo-org/api/archive/refs/tags/${tag}.tar.gz`); // => host github.com
  await fetch('https://codeload.github.com/octo-org/api/zip/main'); // => host codeload.github.com
  const page = await fetch('https://github.com/octo-org/api/releases');
  let next = 'https://api.github.com/repos/octo-org/api/releases';
  while (next) {
    const answer = await fetch(next); // => GET https://api.github.com/repos/octo-org/api/releases
    next = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link'))?.[1];
  }
  const xhr = new XMLHttpRequest();
  xhr.open('PATCH', 'https://api.github.com/gists/' + tag); // => PATCH https://api.github.com/gists/{tag}
  $.ajax({ url: 'https://api.github.com/repos/octo-org/api/commits', type: 'GET' }); // => GET https://api.github.com/repos/octo-org/api/commits
  $.getJSON('https://api.github.com/users/mona/repos', render); // => GET https://api.github.com/users/mona/repos
  queue.push('https://api.github.com/users/mona/orgs'); // ?> unreadable
  return page;
}
