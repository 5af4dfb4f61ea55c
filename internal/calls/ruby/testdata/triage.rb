#!/usr/bin/env ruby
# frozen_string_literal: true

# client.create_issue('octo-org/api', 'x') is a comment
require 'octokit'

REPO = ENV.fetch('GITHUB_REPOSITORY', 'octo-org/api')

class Triage
  attr_reader :client

  def initialize(token)
    @client = Octokit::Client.new(access_token: token, auto_paginate: true)
  end

  def run
    client.list_issues(REPO, state: 'open').each do |issue| # CALL: GET /repos/{owner}/{repo}/issues
      next if issue.pull_request

      client.add_labels_to_an_issue(REPO, issue.number, ['triage']) if issue.labels.empty? # CALL: POST /repos/{owner}/{repo}/issues/{issue_number}/labels
      @client.add_comment REPO, issue.number, "Please see client.close_issue" # CALL: POST /repos/{owner}/{repo}/issues/{issue_number}/comments
    end
  end

  def release(tag)
    release = client.create_release(REPO, tag, name: tag, draft: true) # CALL: POST /repos/{owner}/{repo}/releases
    client.upload_asset(release.url, 'dist/api.gem', content_type: 'application/gzip') # CALL: POST /repos/{owner}/{repo}/releases/{release_id}/assets
  rescue Octokit::UnprocessableEntity => e
    warn "POST /repos/#{REPO}/releases failed: #{e.message}"
  end

  def merged?(number)
    client.pull_merged?(REPO, number) # CALL: GET /repos/{owner}/{repo}/pulls/{pull_number}/merge
  end
end

Octokit.user('mona') # CALL: GET /users/{username}
Octokit.create_repository('sandbox') # CALL: POST /user/repos
Octokit.create_repository('sandbox', organization: 'octo-org') # CALL: POST /orgs/{org}/repos
Triage.new(ENV['TOKEN']).run
__END__
client.delete_repository('octo-org/api')
