import { graphql as base } from '@octokit/graphql';
import { Octokit } from '@octokit/core';
import { GraphQLClient, gql, request } from 'graphql-request';
import PROJECT from './project.graphql';

const graphql = base.defaults({ headers: { authorization: `token ${process.env.TOKEN}` } });

const viewer = await graphql<{ viewer: { login: string } }>(`query { viewer { login } }`); // => graphql query viewer
await graphql(PROJECT, { org: 'octo-org', number: 1 }); // ?> graphql

const octokit = new Octokit({ auth: process.env.TOKEN });
const ADD = /* GraphQL */ `
  mutation ($subject: ID!, $body: String!) {
    addComment(input: { subjectId: $subject, body: $body }) { clientMutationId }
  }
`;
await octokit.graphql(ADD, { subject: 'I_1', body: `Hello ${viewer.viewer.login}` }); // => graphql mutation addComment
await octokit.request('POST /graphql', { query: ADD }); // => graphql mutation addComment

const client = new GraphQLClient('https://api.github.com/graphql', { headers: { authorization: 'Bearer x' } });
await client.request(gql`query { rateLimit { remaining } }`); // => graphql query rateLimit
await request('https://api.github.com/graphql', gql`{ viewer { id } }`); // => graphql query viewer
await request('https://countries.example.com/graphql', gql`{ countries { code } }`);

await fetch('https://api.github.com/graphql', { // => graphql query viewer
  method: 'POST',
  headers: { authorization: 'Bearer x' },
  body: JSON.stringify({ query: `{ viewer { login } }` }),
});
