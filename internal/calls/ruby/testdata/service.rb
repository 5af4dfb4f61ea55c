# A client that another file makes, and methods that do without a user.
class OpenIssue
  def call(repo, title, state)
    Site.octokit_client.create_issue(repo, title, '') # CALL: POST /repos/{owner}/{repo}/issues
    stack.github_api.create_status(repo, 'abc', state) # CALL: POST /repos/{owner}/{repo}/statuses/{sha}
    Site.octokit_client.repos # CALL: GET /user/repos
    Site.octokit_client.repos('mona') # CALL: GET /users/{username}/repos
    Site.octokit_client.repositories({}, per_page: 100) # CALL: GET /user/repos
    Site.octokit_client.user # CALL: GET /user
    Site.octokit_client.organizations # CALL: GET /user/orgs
    Site.octokit_client.issues # CALL: GET /issues
    Site.octokit_client.list_issues(repo) # CALL: GET /repos/{owner}/{repo}/issues
    Site.slack_client.create_status(repo, 'abc')
  end
end

module Fastlane
  class Action
    def self.run(params)
      GithubApiAction.run(server_url: params[:url], http_method: 'GET', path: "repos/#{params[:repo]}/releases") # CALL: GET /repos/{owner}/{repo}/releases
      GithubApiAction.run({ http_method: 'PUT', path: File.join('repos', params[:repo], 'contents', params[:file]), body: {} }) # CALL: PUT /repos/{owner}/{repo}/contents/{path}
      github_api(api_token: params[:token], http_method: 'DELETE', path: '/repos/octo-org/api/git/refs/heads/old') # CALL: DELETE /repos/{owner}/{repo}/git/refs/{ref}
    end
  end
end
