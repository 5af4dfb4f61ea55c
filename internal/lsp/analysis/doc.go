// Package analysis says what the loaded configuration knows about documents that are open in
// an editor: the diagnostics of validate, what mends them, links, and least sets.
package analysis
