// Package tree is the file system of a configuration, and what of it may be read:
// nothing that Git keeps or ignores, and nothing outside.
package tree
