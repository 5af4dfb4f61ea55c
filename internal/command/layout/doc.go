// Package layout is the command fmt: the canonical layout of configuration files.
package layout
