import React, { useEffect, useState } from 'react';
import { Octokit } from '@octokit/rest';

interface Props { owner: string; token: string; onError?: (e: Error) => void }

export function Dashboard({ owner, token, onError }: Props): JSX.Element {
  const [repos, setRepos] = useState<Array<{ id: number; name: string }>>([]);

  useEffect(() => {
    const octokit = new Octokit({ auth: token });
    octokit.repos
      .listForUser({ username: owner, per_page: 50 }) // ok
      .then(({ data }) => setRepos(data))
      .catch(onError);
  }, [owner, token]); // =4> GET /users/{username}/repos

  const star = async (name: string) => {
    await fetch(`https://api.github.com/user/starred/${owner}/${name}`, { // => PUT https://api.github.com/user/starred/{owner}/{name}
      method: 'PUT',
      headers: { Authorization: `Bearer ${token}` },
    });
  };

  return (
    <section className="it's">
      <p>Don't call octokit.rest.repos.delete(): it's gone // forever</p>
      <a href="https://api.github.com/users/octocat">The API's answer `raw</a>
      {repos.length > 0 ? (
        <ul>
          {repos.map((repo) => (
            <li key={repo.id} onClick={() => star(repo.name)}>
              {repo.name} isn't starred
            </li>
          ))}
        </ul>
      ) : <>Nothing's here</>}
      <button onClick={async () => { await new Octokit({ auth: token }).rest.activity.markNotificationsAsRead(); }}>Read</button> {/* => PUT /notifications */}
    </section>
  );
}
