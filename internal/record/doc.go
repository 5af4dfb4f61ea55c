// Package record is the document of the calls that a command made to GitHub, and
// of the calls that may be missing in it. It keeps no secrets: no values of headers,
// no bodies, no queries, and names in paths only on request.
package record
