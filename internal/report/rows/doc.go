// Package rows writes the requests and tokens of an audit as rows of its page: as plain
// data, which a script reads at once, or packed, which is for many of them. It does not
// write the page.
package rows
