package github

import (
	"time"

	"github.com/patctl/patctl/internal/pat"
)

// Snapshot is what was read of organizations at one time.
type Snapshot struct {
	GeneratedAt   time.Time
	Host          string
	Shard         Shard  // that was read; the zero value: all organizations
	Scope         *Scope // nil: not known
	Organizations []Organization
	Incomplete    []Gap // what is missing beside parts of Organizations; it is in no file
}

// Organization is what was read of one organization.
type Organization struct {
	Login      string
	ReadAt     time.Time
	Incomplete []Gap // empty: everything was read
	Requests   []pat.Grant
	Tokens     []pat.Grant
	Teams      []Team // those that were asked for and read, all of their members
	// Credentials are the personal access tokens that are authorized for single sign-on:
	// classic ones, and those whose kind GitHub does not say. Nil: they were not
	// asked for, or could not be read.
	Credentials []pat.ClassicToken
	// Insights are the calls that API Insights counts. Nil: they were not asked for, or could
	// not be read.
	Insights *Insights
	// PublicRepositories is how many public repositories the organization has. Nil: not known.
	PublicRepositories *int
}

// Insights is what GitHub's API Insights tells of an organization.
//
// https://docs.github.com/enterprise-cloud@latest/rest/orgs/api-insights
type Insights struct {
	From, To time.Time // the time that was asked for; UTC
	// Complete: every token and route of that time was read. Otherwise, what is missing here
	// may still have been called, and a gap of the organization says what is missing.
	Complete bool
	Actors   []InsightsActor // sorted by type and ID
}

// InsightsActor is a classic or fine-grained token, and the routes that it called.
type InsightsActor struct {
	Type   string // classic_pat or fine_grained_pat
	ID     int64
	Name   string // of the token
	User   string // login
	Routes []InsightsRoute
}

// InsightsRoute is how often a token called a route, whatever GitHub answered.
type InsightsRoute struct {
	Method string
	Route  string // /repositories/:repository_id/hooks
	Count  int
	LastAt *time.Time
}

// Complete reports whether everything of the organization was read.
func (o *Organization) Complete() bool { return len(o.Incomplete) == 0 }

// Gap is a part of an organization that could not be read.
type Gap struct {
	What string // requests, tokens, repositories of token 42
	Why  string
}
