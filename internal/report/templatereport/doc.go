// Package templatereport is the document of templates: text, links, JSON (the
// inventory, which is read again), CSV, Markdown and an HTML page.
package templatereport
