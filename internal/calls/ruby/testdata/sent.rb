require 'octokit'

client = Octokit::Client.new(access_token: ENV['TOKEN'])
client.send(:delete_repository, 'octo-org/api') # CALL: DELETE /repos/{owner}/{repo}
client.public_send('create_issue', 'octo-org/api', 'title') # CALL: POST /repos/{owner}/{repo}/issues
client.public_send(ARGV[0], 'octo-org/api') # UNCLEAR: unreadable
%w[a b].each(&client.method(:star)) # CALL: PUT /user/starred/{owner}/{repo}
client.send(:put, '/repos/octo-org/api/topics', {}) # CALL: PUT /repos/{owner}/{repo}/topics
[1, 2].send(:first)
puts 'x'.send(ARGV[0])
