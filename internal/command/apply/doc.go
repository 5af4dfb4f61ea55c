// Package apply is the command apply: it carries out what a plan proposes, and writes down what it did.
package apply
