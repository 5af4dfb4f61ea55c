// Package adopt turns what exists into configuration: a link into a template,
// the requests and tokens of a snapshot into a few templates that cover them,
// and what fits no template into exceptions. What it writes is held against the
// loader, the checks and the audit before anyone gets to see it.
//
// The package reads no file and calls nothing: who uses it hands in a snapshot,
// the existing configuration, and a way to load another one.
package adopt
