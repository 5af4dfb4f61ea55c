// Package credential finds the credentials by which patctl is known to GitHub, and
// keeps them and all that is made of them out of every output. No way of printing
// them shows a secret.
package credential
