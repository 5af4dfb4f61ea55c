// Package start is the command init: a first configuration.
package start
