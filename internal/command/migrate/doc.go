// Package migrate holds the command migrate: fine-grained templates in the place of classic
// tokens.
package migrate
