// Package mcp holds the command mcp: what patctl knows offline, for agents that speak the
// Model Context Protocol. Its tools run the commands, so that both give the same answers.
package mcp
