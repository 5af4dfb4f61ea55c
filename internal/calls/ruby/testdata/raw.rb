require 'octokit'

module GitHub
  def self.client
    @client ||= Octokit::Client.new(access_token: ENV['GITHUB_TOKEN'])
  end

  def self.dispatch(repo, event)
    client.post("/repos/#{repo}/dispatches", event_type: event) # CALL: POST /repos/{owner}/{repo}/dispatches
  end

  def self.runs(repo)
    client.get "repos/#{repo}/actions/runs", per_page: 100 # CALL: GET /repos/{owner}/{repo}/actions/runs
  end

  def self.autolinks(owner, name)
    path = format('/repos/%s/%s/autolinks', owner, name)
    client.paginate(path) # CALL: GET /repos/{owner}/{repo}/autolinks
  end
end

GitHub.client.put('/repos/octo-org/api/topics', names: %w[api ruby]) # CALL: PUT /repos/{owner}/{repo}/topics
GitHub.client.conjure_issue('octo-org/api') # UNCLEAR: Octokit.conjure_issue
GitHub.client.auto_paginate = true
puts GitHub.client.last_response
GitHub.client.get("#{Octokit::Repository.path('octo-org/api')}/hooks") # CALL: GET /repos/{owner}/{repo}/hooks
GitHub.client.create_wonder('octo-org/api') # UNCLEAR: Octokit.create_wonder

util = OctokitTools.new(ENV['TOKEN'])
util.list_repos('octo-org', 'x') # UNCLEAR: Octokit.list_repos

path = ARGV[0] ? "/repos/octo-org/api/hooks" : '/orgs/octo-org/hooks'
GitHub.client.get(path) # CANDIDATE: GET /repos/{owner}/{repo}/hooks; GET /orgs/{org}/hooks
