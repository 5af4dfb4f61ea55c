// Package github is what an organization knows of fine-grained personal access
// tokens: pending requests and active tokens, as snapshots, decoded from what
// GitHub's API sends and from files. What could not be read is part of a snapshot, a
// gap with its reason: one without gaps is whole.
//
// Above it, api reads snapshots from GitHub, through the layers of transport, with
// what credential finds.
//
// The facts are those of https://docs.github.com/en/rest/orgs/personal-access-tokens
// as gathered 2026-11-22.
package github
