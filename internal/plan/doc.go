// Package plan compares the templates of a configuration with those of an
// earlier state: what is created, updated and deleted, which of it grants more
// than before, and whose verdict changes because of it. Of an audit it proposes
// the reviews that the configuration asks for.
//
// Everything in it is a pure function of values. It reads no file and no
// network, prints nothing, and carries nothing out: that is for package apply.
package plan
