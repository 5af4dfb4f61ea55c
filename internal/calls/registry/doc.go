// Package registry finds GitHub's registries of packages in the words of the
// commands that speak to registries, such as docker and npm.
package registry
