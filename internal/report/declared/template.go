package declared

import (
	"fmt"
	"maps"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/lazyregexp"
	"github.com/patctl/patctl/internal/pat"
)

// Template is what a template declares. Slices and maps are never null in
// what patctl writes.
type Template struct {
	Address       string            `json:"address"`
	Name          string            `json:"name"`
	Description   string            `json:"description"`
	TargetName    *string           `json:"target_name"` // null: the user who opens the link
	ExpiresIn     pat.Expiry        `json:"expires_in"`
	Permissions   pat.Permissions   `json:"permissions"`
	Repositories  pat.Repositories  `json:"repositories"`
	Owners        []string          `json:"owners"`
	Justification string            `json:"justification"`
	Endpoints     []string          `json:"endpoints"`
	Labels        map[string]string `json:"labels"`
	Match         Match             `json:"match"`
}

// NewTemplate returns the shape of a template, or nil for none.
func NewTemplate(t *pat.Template) *Template {
	if t == nil {
		return nil
	}
	out := &Template{
		Address: t.Address, Name: t.Name, Description: t.Description, ExpiresIn: t.ExpiresIn, Permissions: pat.Permissions{},
		Repositories: t.Repositories, Owners: format.NotNil(t.Owners), Justification: t.Justification, Endpoints: format.NotNil(t.Endpoints),
		Labels: map[string]string{}, Match: newMatch(t.Match),
	}
	maps.Copy(out.Permissions, t.Permissions)
	maps.Copy(out.Labels, t.Labels)
	if t.TargetName != "" {
		out.TargetName = &t.TargetName
	}
	return out
}

// Pat returns what has the shape.
func (s Template) Pat() pat.Template {
	return pat.Template{
		Address: s.Address, Name: s.Name, Description: s.Description, TargetName: format.OrEmpty(s.TargetName), ExpiresIn: s.ExpiresIn,
		Permissions: s.Permissions, Repositories: s.Repositories, Owners: s.Owners, Justification: s.Justification,
		Endpoints: s.Endpoints, Labels: s.Labels,
		Match: pat.Match{Name: format.OrEmpty(s.Match.Name), Exact: s.Match.Permissions == matchExact},
	}
}

// Match says which tokens claim a template.
type Match struct {
	Name        *string `json:"name"`        // null: the name of the template, ignoring case
	Permissions string  `json:"permissions"` // at_most or exact
}

func newMatch(m pat.Match) Match {
	out := Match{Permissions: matchAtMost}
	if m.Name != "" {
		out.Name = &m.Name
	}
	if m.Exact {
		out.Permissions = matchExact
	}
	return out
}

// IsAddress reports whether text looks like the address of a template.
func IsAddress(s string) bool { return address.MatchString(s) }

var address = lazyregexp.New(`^(module\..+\.)?template\.[^.]`)

// Check finds values that no template has.
func (s Template) Check() error {
	switch r := s.Repositories.Selection; {
	case !IsAddress(s.Address):
		return fmt.Errorf("%q is not the address of a template", s.Address)
	case r != "" && r != pat.AllRepositories && r != pat.SelectedRepositories && r != pat.NoRepositories:
		return fmt.Errorf("%s: repositories must be all, selected, none, or a list, not %q", diag.Printable(s.Address), r)
	case s.Match.Permissions != "" && s.Match.Permissions != matchAtMost && s.Match.Permissions != matchExact:
		return fmt.Errorf("%s: match.permissions must be at_most or exact, not %q", diag.Printable(s.Address), s.Match.Permissions)
	case !s.ExpiresIn.Never && s.ExpiresIn.Days < 0:
		return fmt.Errorf("%s: expires_in cannot be %d days", diag.Printable(s.Address), s.ExpiresIn.Days)
	}
	for name, level := range s.Permissions {
		if level.Rank() <= 0 {
			return fmt.Errorf("%s: the permission %s has no level %q", diag.Printable(s.Address), diag.Printable(name), level)
		}
	}
	return nil
}

// The ways to match permissions.
const (
	matchAtMost = "at_most"
	matchExact  = "exact"
)
