// Package declared has the shape of a template, as documents hold it.
package declared
