// Package github reads what an organization knows of fine-grained personal
// access tokens: pending requests and active tokens, as snapshots, from GitHub's
// API or from files. What could not be read is part of the result, a gap with
// its reason: a snapshot without gaps is whole.
//
// A call goes through layers, each in a file of its own (transport_*.go), from
// the client down to the wire: cache, limits, retries, authorization,
// accounting, whole answers. Below the authorization alone there is a token.
//
// The package judges nothing, changes nothing at GitHub, prints nothing, and
// takes clock, environment and files from its caller.
//
// The facts are those of https://docs.github.com/en/rest/orgs/personal-access-tokens
// as gathered 2026-11-22.
package github
