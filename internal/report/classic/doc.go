// Package classic is the section of an audit about classic personal access tokens.
package classic
