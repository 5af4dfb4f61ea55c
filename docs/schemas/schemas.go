// Package schemas has the JSON Schemas of the documents that patctl writes, as the
// documentation publishes them.
package schemas

import "embed"

// Files are the schemas, by the name of their document: list.json.
//
//go:embed *.json
var Files embed.FS
