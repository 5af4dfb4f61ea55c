require 'octokit'

=begin
github.api.create_status('octo-org/api', sha, 'success')
=end
github.api.create_status('octo-org/api', 'abc', 'success') # CALL: POST /repos/{owner}/{repo}/statuses/{sha}
files = github.api.pull_request_files('octo-org/api', 7).map { |f| github.api.contents('octo-org/api', path: f.filename) } # CALL: GET /repos/{owner}/{repo}/pulls/{pull_number}/files; GET /repos/{owner}/{repo}/contents/{path}
unless files.empty?
  warn 'client.merge_pull_request is not called'
end
