$query = @'
mutation($id: ID!) {
  closeIssue(input: {issueId: $id}) { clientMutationId }
}
'@

$body = @{ query = $query; variables = @{ id = 'x' } } | ConvertTo-Json
Invoke-RestMethod -Uri 'https://api.github.com/graphql' -Method Post -Body $body # CALL: graphql mutation closeIssue
