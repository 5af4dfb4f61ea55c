// Package auditreport is the document of an audit: text, JSON, Markdown, an HTML
// page, SARIF, JUnit, CSV and the commands of GitHub's workflows. Every format is
// written from the JSON document, so that a saved one can be written again, and two
// can be compared.
//
// The package opens no file and decides nothing about tokens: it is given them.
package auditreport
