// Package clitest makes environments for tests. Only tests import it.
package clitest
