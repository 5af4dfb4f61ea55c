// Package page is the status page of serve: what the last look at each organization found,
// what is pending, and what was done. It is one HTML page without a script. It changes
// nothing, and shows nothing to people without the token.
package page
