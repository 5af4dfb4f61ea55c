require 'octokit'

client = Octokit::Client.new(access_token: ENV['TOKEN'])

MUTATION = <<~GRAPHQL
  mutation($id: ID!) {
    closeIssue(input: {issueId: $id}) { clientMutationId }
  }
GRAPHQL

client.post '/graphql', { query: MUTATION, variables: { id: 'x' } }.to_json # CALL: graphql mutation closeIssue
