// Package catalog is the command catalog: the permissions that patctl knows.
package catalog
