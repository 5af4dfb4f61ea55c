// Package plan is the command plan: what changes, and whom it concerns.
package plan
