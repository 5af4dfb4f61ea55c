// Package serve is the command serve: it makes a server from the configuration, the
// environment, and GitHub, checks what one needs, and runs one for a demonstration.
package serve
