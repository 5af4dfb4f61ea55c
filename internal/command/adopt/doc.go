// Package adopt is the command import: templates for existing tokens.
package adopt
