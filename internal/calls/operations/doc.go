// Package operations reads GraphQL documents: which mutations they call, which
// fields of the query they start at, and which types of GitHub's schema their
// selections reach, since a field needs what its type needs. It knows the shape
// of the schema, and not what a type needs.
package operations
