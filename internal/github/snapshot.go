package github

import (
	"time"

	"github.com/patctl/patctl/internal/pat"
)

// Snapshot is what was read of organizations at one time.
type Snapshot struct {
	GeneratedAt   time.Time
	Host          string
	Organizations []Organization
}

// Organization is what was read of one organization.
type Organization struct {
	Login      string
	ReadAt     time.Time
	Incomplete []Gap // empty: everything was read
	Requests   []pat.Grant
	Tokens     []pat.Grant
	Teams      []Team // those that were asked for and read, all of their members
}

// Complete reports whether everything of the organization was read.
func (o *Organization) Complete() bool { return len(o.Incomplete) == 0 }

// Gap is a part of an organization that could not be read.
type Gap struct {
	What string // requests, tokens, repositories of token 42
	Why  string
}
