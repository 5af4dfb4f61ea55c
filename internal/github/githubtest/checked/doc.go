// Package checked is the fake GitHub for tests: each request, and each answer that no fault
// breaks, is held against GitHub's OpenAPI description, so that the fake cannot drift from
// it. It is no part of the program.
package checked
