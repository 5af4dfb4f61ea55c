// Package subject makes the values that expressions know as self: what a policy
// judges, and what the message of a review is about.
package subject
