// Package inventory holds the commands about the templates of a configuration: list, render, show, validate.
package inventory
