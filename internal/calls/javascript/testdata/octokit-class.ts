import { Octokit } from "@octokit/core";
import { restEndpointMethods } from "@octokit/plugin-rest-endpoint-methods";

const Kit = Octokit.plugin(restEndpointMethods);

export class Releases {
  private readonly kit: InstanceType<typeof Kit>;
  constructor(token: string) {
    this.kit = new Kit({ auth: token });
  }
  async newest(owner: string, repo: string): Promise<string> {
    const { data } = await this.kit.rest.repos.getLatestRelease({ owner, repo }); // => GET /repos/{owner}/{repo}/releases/latest
    return data.tag_name;
  }
  async publish(owner: string, repo: string, tag: string): Promise<void> {
    await this.kit.rest.repos.createRelease({ owner, repo, tag_name: tag }); // => POST /repos/{owner}/{repo}/releases
  }
}
