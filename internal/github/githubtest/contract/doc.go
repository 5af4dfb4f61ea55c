// Package contract holds requests and answers against GitHub's OpenAPI description
// of the calls that patctl makes. It knows nothing of the fake GitHub.
package contract
