// Package start implements the command init, which writes a first configuration.
package start
