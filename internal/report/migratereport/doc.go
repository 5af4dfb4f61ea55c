// Package migratereport is the document of what can take the place of classic tokens: text,
// JSON, HCL, and Markdown.
package migratereport
