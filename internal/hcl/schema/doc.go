// Package schema is the one table of the blocks and arguments of the language: names, types,
// words that they take, and what they mean. The loader, the JSON Schema for *.pat.json, and
// what editors show are made from it. It reads no files and evaluates nothing.
package schema
