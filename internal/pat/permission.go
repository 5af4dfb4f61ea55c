package pat

import (
	"maps"
	"slices"
)

// Level is how far a permission reaches, as GitHub writes it: "read",
// "write" or "admin". The zero value is no access at all.
type Level string

// The levels of fine-grained permissions, each of which includes those before it.
const (
	NoAccess Level = ""
	Read     Level = "read"
	Write    Level = "write"
	Admin    Level = "admin"
)

// Rank orders levels: 0 for no access, then read, write and admin. A word that
// is no level has rank -1.
func (l Level) Rank() int {
	switch l {
	case NoAccess:
		return 0
	case Read:
		return 1
	case Write:
		return 2
	case Admin:
		return 3
	}
	return -1
}

// Includes reports whether l grants at least what other grants. A word that is
// no level includes nothing, and only itself includes it.
func (l Level) Includes(other Level) bool {
	if l.Rank() < 0 || other.Rank() < 0 {
		return l == other
	}
	return l.Rank() >= other.Rank()
}

// Section is the part of GitHub's form in which a permission stands.
type Section string

// The three sections of the form.
const (
	Account      Section = "account"
	Repository   Section = "repository"
	Organization Section = "organization"
)

// Permissions maps the parameter name of a permission ("contents") to its
// level. As read from a user it may hold names and levels that do not exist.
type Permissions map[string]Level

// Names returns the names of the permissions, sorted.
func (p Permissions) Names() []string {
	return slices.Sorted(maps.Keys(p))
}

// Includes reports whether p grants at least what other grants.
func (p Permissions) Includes(other Permissions) bool {
	for name, level := range other {
		if !p[name].Includes(level) {
			return false
		}
	}
	return true
}
