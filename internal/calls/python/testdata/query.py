import os

import requests
from gql import Client, gql
from gql.transport.requests import RequestsHTTPTransport

URL = "https://api.github.com/graphql"


def run_query(query, variables=None):
    answer = requests.post(URL, json={"query": query, "variables": variables})
    return answer.json()["data"]


MUTATION = """
mutation($id: ID!) {
  closeIssue(input: {issueId: $id}) { clientMutationId }
}
"""

run_query(MUTATION, {"id": "x"})  # CALL: graphql mutation closeIssue

client = Client(transport=RequestsHTTPTransport(url=URL, headers={"Authorization": os.environ["TOKEN"]}))
query = gql("query { viewer { login } }")
client.execute(query)  # CALL: graphql query viewer
