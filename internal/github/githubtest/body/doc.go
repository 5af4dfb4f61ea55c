// Package body invents what GitHub's answers hold of users, organizations, and repositories:
// always the same for the same name. It knows nothing of a World.
package body
