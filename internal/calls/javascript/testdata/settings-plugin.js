// Parts of a Probot app that is given its client by another file.
const enableAlerts = ({ github, settings, enabled }) => {
  const methodName = enabled ? 'enableVulnerabilityAlerts' : 'disableVulnerabilityAlerts';
  return github.repos[methodName](settings); // => PUT /repos/{owner}/{repo}/vulnerability-alerts // => DELETE /repos/{owner}/{repo}/vulnerability-alerts
};

module.exports = class Labels {
  constructor(github, repo) {
    this.github = github;
    this.repo = repo;
  }

  close(number) {
    return this.github.issues.edit({ ...this.repo, number, state: 'closed' }); // ?> github.issues.edit
  }

  names() {
    return this.github.issues.map(issue => issue.title);
  }

  toggle(name) {
    return this.github.issues[name](this.repo); // ?> octokit
  }

  first() {
    return this.github.repos[0].owner.toLowerCase();
  }
};
