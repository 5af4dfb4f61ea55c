// Package cli is what every command has from the process and from the terminal:
// the environment, the streams and the view that writes to them, outputs and
// files, exit codes, mistakes in the command line, tables. It knows nothing of
// templates or of GitHub.
package cli
