// Package demo is what serve --demo works on: the example octo-org, served by a fake GitHub
// on loopback, and its configuration in a temporary directory. Nothing of it leaves the
// machine, and no credential of the user is used.
package demo
