import { Probot, Context, ProbotOctokit } from 'probot';

export = (app: Probot) => {
  app.on(['pull_request.opened', 'pull_request.synchronize'], async (context: Context<'pull_request'>) => {
    const config = await context.config('labeler.yml', { labels: {} as Record<string, string[]> }); // => GET /repos/{owner}/{repo}/contents/.github/labeler.yml
    const { octokit, payload } = context;
    const files = await octokit.paginate(octokit.pulls.listFiles, context.pullRequest()); // => GET /repos/{owner}/{repo}/pulls/{pull_number}/files
    const labels = pick(files.map((f) => f.filename), config?.labels ?? {});
    if (labels.length > 0) {
      await octokit.issues.addLabels(context.issue({ labels })); // => POST /repos/{owner}/{repo}/issues/{issue_number}/labels
    }
    await check(context.octokit, payload.pull_request.head.sha);
  });

  app.on('installation.created', async ({ octokit: client, payload, log }) => {
    log.info('octokit.rest.apps.listReposAccessibleToInstallation is next');
    const repos = await client.rest.apps.listReposAccessibleToInstallation(); // => GET /installation/repositories
    for (const repo of repos.data.repositories) {
      await ensure(client, repo.owner.login, repo.name);
    }
    const own = await app.auth(payload.installation.id);
    await own.repos.listForks({ owner: 'octo-org', repo: 'api' }); // => GET /repos/{owner}/{repo}/forks
  });
};

async function ensure(gh: InstanceType<typeof ProbotOctokit>, owner: string, repo: string) {
  await gh.issues.createLabel({ owner, repo, name: 'size/XL', color: 'ff0000' }); // => POST /repos/{owner}/{repo}/labels
}

async function check(api: ProbotOctokit, head_sha: string) {
  await api.checks.create({ owner: 'octo-org', repo: 'api', name: 'size', head_sha }); // => POST /repos/{owner}/{repo}/check-runs
}

function pick(files: string[], labels: Record<string, string[]>): string[] {
  return Object.keys(labels).filter((label) => labels[label].some((g) => files.some((f) => f.startsWith(g))));
}
