// Package adopt is the command import: templates for the tokens that there are.
package adopt
