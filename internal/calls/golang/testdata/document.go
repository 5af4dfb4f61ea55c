package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"

	"github.com/machinebox/graphql"
)

const closing = `
mutation($id: ID!) {
  closeIssue(input: {issueId: $id}) { clientMutationId }
}`

func main() {
	client := graphql.NewClient("https://api.github.com/graphql")
	req := graphql.NewRequest(`query { viewer { login } }`) // CALL: graphql query viewer
	_ = client.Run(context.Background(), req, nil)

	body, _ := json.Marshal(map[string]any{"query": closing})
	_, _ = http.Post("https://api.github.com/graphql", "application/json", bytes.NewReader(body)) // CALL: graphql mutation closeIssue
}
