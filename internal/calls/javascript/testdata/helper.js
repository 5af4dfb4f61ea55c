// A client that another file makes: https://github.com/octo-org/api is its repository.
export async function label(client, kit, store, repo) {
  await client.issues.addLabels({ ...repo, labels: ['triage'] }); // ?> client.issues.addLabels
  await kit.repos.createOrUpdateFileContents(repo); // ?> kit.repos.createOrUpdateFileContents
  await store.users.getByUsername('mona');
  await client.users.list();
  return client.users[0].login();
}
