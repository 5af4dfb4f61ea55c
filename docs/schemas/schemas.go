// Package schemas has the JSON Schemas of the documents that the tools of patctl mcp return,
// as the documentation publishes them.
package schemas

import "embed"

// Files are the schemas, by the name of their document: templates.json.
//
//go:embed catalog.json explain.json links.json templates.json validate.json
var Files embed.FS
