const API = 'https://api.github.com';

async function api(path, { method = 'GET', body } = {}) {
  const response = await fetch(`${API}${path}`, {
    method,
    headers: {
      Accept: 'application/vnd.github+json',
      Authorization: `Bearer ${process.env.GH_TOKEN}`,
      'X-GitHub-Api-Version': '2022-11-28',
    },
    body: body ? JSON.stringify(body) : undefined,
  });
  if (!response.ok) {
    throw new Error(`${method} ${path}: ${response.status}`);
  }
  return response.status === 204 ? null : response.json();
}

const repo = (name) => `/repos/octo-org/${name}`;

export async function protect(name, branch) {
  await api(`${repo(name)}/branches/${branch}/protection`, { method: 'PUT', body: { enforce_admins: true } }); // => PUT https://api.github.com/repos/octo-org/{name}/branches/{branch}/protection
}

export async function main() {
  const me = await api('/user'); // => GET https://api.github.com/user
  const repos = await api(`/orgs/octo-org/repos?per_page=100&type=${process.argv[2]}`); // => GET https://api.github.com/orgs/octo-org/repos?per_page=100&type={argv}
  for (const { name } of repos) {
    await api(`/repos/octo-org/${name}/topics`, { method: 'PUT', body: { names: ['audited'] } }); // => PUT https://api.github.com/repos/octo-org/{name}/topics
    await api(`/repos/octo-org/${name}/actions/secrets/OLD`, { method: 'DELETE' }); // => DELETE https://api.github.com/repos/octo-org/{name}/actions/secrets/OLD
  }
  console.log(me.login);
}
