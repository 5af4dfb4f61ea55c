// Package githubtest is a fake GitHub for tests and demonstrations. It serves
// the organizations of a World as GitHub's REST API does: pages, ETags, limits,
// filters, Apps and reviews with their effect, and every fault that a test asks
// for. Package checked holds each request, and each answer that no fault breaks,
// against GitHub's OpenAPI description, so that the fake cannot drift from it.
//
// It listens on loopback only, keeps no file and has no clock of its own. It
// knows nothing of templates and verdicts, and of no test.
package githubtest
