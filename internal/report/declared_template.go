package report

import (
	"fmt"
	"maps"
	"regexp"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
)

// PlanTemplate is what a template declares. Slices and maps are never null in
// what patctl writes.
type PlanTemplate struct {
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
	Match         TemplateMatch     `json:"match"`
}

// planTemplate returns the shape of a template, or nil for none.
func planTemplate(t *pat.Template) *PlanTemplate {
	if t == nil {
		return nil
	}
	out := &PlanTemplate{
		Address: t.Address, Name: t.Name, Description: t.Description, ExpiresIn: t.ExpiresIn, Permissions: pat.Permissions{},
		Repositories: t.Repositories, Owners: notNil(t.Owners), Justification: t.Justification, Endpoints: notNil(t.Endpoints),
		Labels: map[string]string{}, Match: templateMatch(t.Match),
	}
	maps.Copy(out.Permissions, t.Permissions)
	maps.Copy(out.Labels, t.Labels)
	if t.TargetName != "" {
		out.TargetName = &t.TargetName
	}
	return out
}

// template returns what has the shape.
func (s PlanTemplate) template() pat.Template {
	return pat.Template{
		Address: s.Address, Name: s.Name, Description: s.Description, TargetName: orEmpty(s.TargetName), ExpiresIn: s.ExpiresIn,
		Permissions: s.Permissions, Repositories: s.Repositories, Owners: s.Owners, Justification: s.Justification,
		Endpoints: s.Endpoints, Labels: s.Labels,
		Match: pat.Match{Name: orEmpty(s.Match.Name), Exact: s.Match.Permissions == matchExact},
	}
}

// TemplateMatch says which tokens claim a template.
type TemplateMatch struct {
	Name        *string `json:"name"`        // null: the name of the template, ignoring case
	Permissions string  `json:"permissions"` // at_most or exact
}

func templateMatch(m pat.Match) TemplateMatch {
	out := TemplateMatch{Permissions: matchAtMost}
	if m.Name != "" {
		out.Name = &m.Name
	}
	if m.Exact {
		out.Permissions = matchExact
	}
	return out
}

// isTemplateAddress reports whether text looks like the address of a template.
func isTemplateAddress(s string) bool { return templateAddress.MatchString(s) }

var templateAddress = regexp.MustCompile(`^(module\..+\.)?template\.[^.]`)

// check finds values that no template has.
func (s PlanTemplate) check() error {
	switch r := s.Repositories.Selection; {
	case !isTemplateAddress(s.Address):
		return fmt.Errorf("%q is not the address of a template", s.Address)
	case r != "" && r != pat.AllRepositories && r != pat.SelectedRepositories && r != pat.NoRepositories:
		return fmt.Errorf("%s: repositories is all, selected, none or a list, not %q", diag.Printable(s.Address), r)
	case s.Match.Permissions != "" && s.Match.Permissions != matchAtMost && s.Match.Permissions != matchExact:
		return fmt.Errorf("%s: match.permissions is at_most or exact, not %q", diag.Printable(s.Address), s.Match.Permissions)
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
