// Package hcl reads a configuration: the *.pat.hcl and *.pat.json files of one
// directory and of its modules, with the values of their variables. What comes
// out is values with source ranges, and diagnostics; loading goes on after a
// mistake, so that one run reports all of them.
//
// Evaluation is a pure function of the files and of the inputs. The package
// does not know which templates GitHub would accept (package check does), and
// it opens no file but through the file system that it is given.
package hcl
