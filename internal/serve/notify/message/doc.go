// Package message puts a notice into words, and into what each target takes: the blocks of
// Slack, a card for Teams, a JSON document, and the Markdown of an issue. It sends nothing.
//
// Names, reasons, and findings come from strangers. They are in no place that a target reads
// as markup, as a mention, or as a reference.
package message
