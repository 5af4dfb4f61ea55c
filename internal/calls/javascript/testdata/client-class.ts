import { Octokit, RestEndpointMethodTypes } from '@octokit/rest';
import { retry } from '@octokit/plugin-retry';

type Issue = RestEndpointMethodTypes['issues']['get']['response']['data'];

@Injectable()
export class IssueService {
  readonly #octokit: Octokit;
  private static readonly MyOctokit = Octokit.plugin(retry);

  constructor(
    private readonly config: ConfigService,
    private readonly cache: Map<string, Issue>,
  ) {
    this.#octokit = new IssueService.MyOctokit({ auth: config.get<string>('GITHUB_TOKEN') });
  }

  async get(issue_number: number): Promise<Issue> {
    const cached = this.cache.get(String(issue_number));
    if (cached) return cached;
    const { data } = await this.#octokit.rest.issues.get({ ...this.target(), issue_number }); // => GET /repos/{owner}/{repo}/issues/{issue_number}
    return data;
  }

  async close(issue_number: number, reason: 'completed' | 'not_planned' = 'completed') {
    await this.#octokit.rest.issues.update({ ...this.target(), issue_number, state: 'closed', state_reason: reason }); // => PATCH /repos/{owner}/{repo}/issues/{issue_number}
    await this.#octokit.issues.lock({ ...this.target(), issue_number }); // => PUT /repos/{owner}/{repo}/issues/{issue_number}/lock
  }

  async search<T extends object>(q: string): Promise<T[]> {
    return this.#octokit.paginate<T>(this.#octokit.rest.search.issuesAndPullRequests, { q }); // => GET /search/issues
  }

  async anything(scope: string, name: string, params: object) {
    return (this.#octokit.rest as any)[scope][name](params); // ?> octokit
  }

  private target() {
    return { owner: this.config.get('OWNER'), repo: this.config.get('REPO') };
  }
}
