// Package report writes results for people and for machines: the templates of
// a configuration as text, links, JSON, CSV, Markdown and an HTML page, and audits
// as text, JSON, Markdown, an HTML page, SARIF, JUnit, CSV and the commands of
// GitHub's workflows. An audit is written from its JSON document, so that a saved
// one can be written again, and two can be compared.
//
// Names, descriptions and reasons come from strangers. Each format has one
// place that makes them harmless, and nothing reaches the output past it:
// terminals get no control characters, spreadsheets no formulas, Markdown no
// markup and no mentions, pages no elements and no links but to https.
//
// A page (html_*.go, html/) is one file. Go writes its shell with html/template
// and its data as JSON in a script element; its script draws lists from the data,
// as text nodes only. Its policy names script and style by their hashes.
//
// The package does not choose what to write, opens no file and decides nothing
// about templates or tokens: it is given them.
package report
