// Package audittest makes audits for tests, and reads what their pages show. Only
// tests import it.
package audittest
