// Package github reads what an organization knows of fine-grained personal
// access tokens: pending requests and active tokens, as snapshots. It judges
// nothing.
package github
