// Package javascript reads programs in JavaScript and TypeScript: methods of
// octokit under every name that it is given, routes, paging, Probot and
// github-script, GraphQL, requests by fetch, axios and their kin, and commands that a
// program runs.
//
// It follows names to the one value that they have, functions to those who call
// them, and nothing else. What tests set up instead of a call (nock, msw, jest.fn) is no call. A
// place that may call GitHub and cannot be read is unclear.
package javascript
