package use

import (
	"fmt"
	"slices"
	"time"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/usage"
)

// Seen is what the sources show of one token.
type Seen struct {
	Sources      []usage.Source `json:"sources"` // that cover its organization
	From         time.Time      `json:"from"`
	To           time.Time      `json:"to"`
	Days         int            `json:"days"`  // without a gap, up to To
	Calls        int            `json:"calls"` // that were not refused
	Refused      int            `json:"refused"`
	LastCallAt   *time.Time     `json:"last_call_at"`
	Permissions  []Permission   `json:"permissions"`
	Repositories Repositories   `json:"repositories"`
	UnloggedAt   *time.Time     `json:"unlogged_use_at"` // when GitHub says that it was used, and no source shows a call
	Unjoined     bool           `json:"unjoined"`        // no source shows that its ID is that of this token
	Partial      bool           `json:"partial"`         // a part of a source could not be read
	Narrower     *Narrower      `json:"narrower"`        // null: nothing can be taken away
}

// Permission is what the sources show of one permission.
type Permission struct {
	Name    string         `json:"name"`
	Granted pat.Level      `json:"granted"`
	Seen    *pat.Level     `json:"seen"` // the highest level that was used; null: none was seen
	State   usage.State    `json:"state"`
	Reasons []usage.Reason `json:"reasons"` // why it is not observable, or why more may be in use
	Calls   int            `json:"calls"`   // that may have used it
	LastAt  *time.Time     `json:"last_at"`
}

// Repositories are the repositories that a token has access to.
type Repositories struct {
	Granted string         `json:"granted"` // none, all, or subset
	Seen    []string       `json:"seen"`
	Unused  []string       `json:"unused"`
	State   *usage.State   `json:"state"` // null: it has none
	Reasons []usage.Reason `json:"reasons"`
}

// Narrower is what is left without what was not used.
type Narrower struct {
	Permissions pat.Permissions `json:"permissions"`
	URL         *string         `json:"url"` // of a link; null: the owner may not hold such a token
	HCL         string          `json:"hcl"`
}

// NewSeen returns what a report holds of an observation; nil for none.
func NewSeen(o *usage.Observation, n *audit.Narrower) *Seen {
	if o == nil {
		return nil
	}
	out := &Seen{
		Sources: format.ValidTexts(o.Sources), From: o.From.UTC(), To: o.To.UTC(), Days: o.Days, Calls: o.Calls, Refused: o.Refused, LastCallAt: format.UTC(o.LastAt),
		Permissions: make([]Permission, 0, len(o.Permissions)), UnloggedAt: format.UTC(o.Unlogged), Unjoined: o.Unjoined, Partial: o.Partial, Narrower: newNarrower(n),
		Repositories: Repositories{Granted: format.Valid(o.Repository.Granted), Seen: format.ValidTexts(o.Repository.Seen), Unused: format.ValidTexts(o.Repository.Unused), Reasons: format.ValidTexts(o.Repository.Reasons)},
	}
	for _, p := range o.Permissions {
		shown := Permission{Name: format.Valid(p.Name), Granted: level(p.Granted), State: p.State, Reasons: format.ValidTexts(p.Reasons), Calls: p.Calls, LastAt: format.UTC(p.LastAt)}
		if p.Seen != pat.NoAccess {
			seen := level(p.Seen)
			shown.Seen = &seen
		}
		out.Permissions = append(out.Permissions, shown)
	}
	if state := o.Repository.State; state != "" {
		out.Repositories.State = &state
	}
	out.Fill()
	return out
}

func newNarrower(n *audit.Narrower) *Narrower {
	if n == nil {
		return nil
	}
	permissions := pat.Permissions{}
	for name, l := range n.Permissions {
		permissions[format.Valid(name)] = level(l)
	}
	return &Narrower{Permissions: permissions, URL: format.ValidOrNil(n.URL), HCL: HCL(permissions)}
}

// Fill makes no list nil.
func (s *Seen) Fill() {
	if s == nil {
		return
	}
	s.Sources = format.NotNil(s.Sources)
	s.Permissions = format.NotNil(s.Permissions)
	for i := range s.Permissions {
		s.Permissions[i].Reasons = format.NotNil(s.Permissions[i].Reasons)
	}
	s.Repositories.Seen, s.Repositories.Unused = format.NotNil(s.Repositories.Seen), format.NotNil(s.Repositories.Unused)
	s.Repositories.Reasons = format.NotNil(s.Repositories.Reasons)
	s.Narrower.fill()
}

func (n *Narrower) fill() {
	if n != nil && n.Permissions == nil {
		n.Permissions = pat.Permissions{}
	}
}

// Check finds a state that does not exist, and what contradicts itself.
func (s *Seen) Check() error {
	if s == nil {
		return nil
	}
	for i := range s.Permissions {
		if p := &s.Permissions[i]; !slices.Contains(states, p.State) {
			return fmt.Errorf("there is no state %q", p.State)
		}
	}
	switch state := s.Repositories.State; {
	case state != nil && !slices.Contains(states, *state):
		return fmt.Errorf("there is no state %q", *state)
	case s.Days < 0 || s.Calls < 0 || s.Refused < 0:
		return fmt.Errorf("its use has a negative count")
	}
	return nil
}

var states = []usage.State{usage.Used, usage.Narrower, usage.NotSeen, usage.NotObservable}

// Reducible reports whether the token has something that was not used.
func (s *Seen) Reducible() bool {
	if s == nil || s.Doubt() != "" {
		return false
	}
	return s.Narrower != nil || s.Repositories.State != nil && *s.Repositories.State == usage.Narrower ||
		slices.ContainsFunc(s.Permissions, func(p Permission) bool { return p.State == usage.NotSeen || p.State == usage.Narrower })
}

// Speaks reports whether a report has to show it.
func (s *Seen) Speaks() bool { return s != nil && (s.Reducible() || s.UnloggedAt != nil || s.Partial) }

func level(l pat.Level) pat.Level { return pat.Level(format.Valid(string(l))) }
