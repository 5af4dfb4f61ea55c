// Package pull is the command pull: a snapshot of the requests and tokens of organizations.
package pull
