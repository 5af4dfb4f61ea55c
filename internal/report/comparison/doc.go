// Package comparison says what changed between two audits. The result is a section
// of the document of the later audit (auditreport), and knows how it looks there: in
// JSON, in text, in Markdown and on the page.
package comparison
