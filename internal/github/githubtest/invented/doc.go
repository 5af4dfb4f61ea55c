// Package invented makes large worlds for the fake GitHub by chance, for tests.
package invented
