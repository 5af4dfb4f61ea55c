// Package format is the ground of all documents: styles and colors of text,
// JSON, CSV, Markdown, XML, the types of SARIF and JUnit, workflow commands, HTML
// pages, places in files, counts and words. It knows no document.
//
// Names, descriptions and reasons come from strangers. Each format has one
// place that makes them harmless, and nothing reaches the output past it:
// terminals get no control characters, spreadsheets no formulas, Markdown no
// markup and no mentions, pages no elements and no links but to https.
//
// A page is one file. Go writes its shell with html/template and its data as JSON
// in a script element; its script draws lists from the data, as text nodes only.
// Its policy names script and style by their hashes. What all pages share is here
// (page.go, html/); what a document adds to it is in the document's package.
package format
