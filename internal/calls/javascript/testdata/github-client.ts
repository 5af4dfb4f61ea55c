import axios, { AxiosInstance } from 'axios';

export interface Label { name: string; color: string }

/**
 * A thin client: new GitHubClient(token).listLabels("octo-org", "api")
 * calls GET https://api.github.com/repos/octo-org/api/labels.
 */
export class GitHubClient {
  private readonly http: AxiosInstance;
  private readonly base: string;

  constructor(token: string, base = 'https://api.github.com') {
    this.base = base;
    this.http = axios.create({
      baseURL: 'https://api.github.com',
      timeout: 10_000,
      headers: { Authorization: `Bearer ${token}`, Accept: 'application/vnd.github+json' },
    });
  }

  async listLabels(owner: string, repo: string): Promise<Label[]> {
    const { data } = await this.http.get<Label[]>(`/repos/${owner}/${repo}/labels`, { params: { per_page: 100 } }); // => GET https://api.github.com/repos/{owner}/{repo}/labels
    return data;
  }

  async createLabel(owner: string, repo: string, label: Label): Promise<void> {
    await this.http.post(`/repos/${owner}/${repo}/labels`, label); // => POST https://api.github.com/repos/{owner}/{repo}/labels
  }

  async replaceLabels(owner: string, repo: string, issue: number, names: string[]) {
    return this.http.request({ // => PUT https://api.github.com/repos/{owner}/{repo}/issues/{issue}/labels
      method: 'put',
      url: `/repos/${owner}/${repo}/issues/${issue}/labels`,
      data: { labels: names },
    });
  }

  async removeLabel(owner: string, repo: string, issue: number, name: string) {
    const url = `${this.base}/repos/${owner}/${repo}/issues/${issue}/labels/${encodeURIComponent(name)}`;
    return axios.delete(url, { headers: this.http.defaults.headers.common }); // => DELETE https://api.github.com/repos/{owner}/{repo}/issues/{issue}/labels/{name}
  }

  async notify(message: string) {
    await axios.post('https://hooks.slack.com/services/T0/B0/X', { text: message });
    await axios.post(process.env.WEBHOOK_URL!, { text: message }); // ?> unreadable
  }
}
