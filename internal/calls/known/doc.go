// Package known says what the catalog knows of calls that are none of the REST API:
// commands of gh and Git, actions, GraphQL, and GitHub's other hosts. It reads no text.
package known
