require 'octokit'

client = Octokit::Client.new(access_token: ENV['TOKEN'])

MUTATION = <<~GRAPHQL
  mutation($id: ID!) {
    closeIssue(input: {issueId: $id}) { clientMutationId }
  }
GRAPHQL

client.post '/graphql', { query: MUTATION, variables: { id: 'x' } }.to_json # CALL: graphql mutation closeIssue

def members(client, name)
  query = <<~QUERY.strip
    {
      organization(login: "#{name}") {
        membersWithRole(first: 100) { nodes { login } }
      }
    }
  QUERY
  client.post('https://api.github.com/graphql', { query: }.to_json).to_h # CALL: graphql query organization; graphql field Organization.membersWithRole; graphql type OrganizationMemberConnection
end
