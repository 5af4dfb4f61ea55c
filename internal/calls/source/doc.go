// Package source has a text with its lines and places, and tells comments and prose
// from what runs. It knows no language.
package source
