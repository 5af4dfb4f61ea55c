// Package address says what may be the target of a call: an address of the API, a
// path, or one with variables in it, which Expand writes as package catalog reads them.
package address
