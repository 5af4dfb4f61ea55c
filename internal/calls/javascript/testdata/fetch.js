const base = "https://api.github.com";
const headers = { authorization: `Bearer ${process.env.TOKEN}` };

async function close(owner, repo, number) {
  const answer = await fetch(`${base}/repos/${owner}/${repo}/issues/${number}`, { // => PATCH https://api.github.com/repos/{owner}/{repo}/issues/{number}
    method: "PATCH",
    headers,
    body: JSON.stringify({ state: "closed" }),
  });
  if (!answer.ok) throw new Error(answer.statusText);
}

const zen = await fetch("https://api.github.com/zen"); // => GET https://api.github.com/zen
const hooks = await fetch(base + "/orgs/octo-org/hooks", { headers }); // => GET https://api.github.com/orgs/octo-org/hooks

export async function hooks(org, repo) {
  const url = repo ? `https://api.github.com/repos/${org}/${repo}/hooks` : `https://api.github.com/orgs/${org}/hooks`;
  await fetch(url); // => GET https://api.github.com/repos/{org}/{repo}/hooks // => GET https://api.github.com/orgs/{org}/hooks
  await fetch(repo ? 'https://api.github.com/meta' : 'https://api.github.com/zen', { method: 'GET' }); // => GET https://api.github.com/meta // => GET https://api.github.com/zen
}
