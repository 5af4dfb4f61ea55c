package report

import (
	"maps"

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

func (s PlanTemplate) template() pat.Template {
	return pat.Template{
		Address: s.Address, Name: s.Name, Description: s.Description, TargetName: text(s.TargetName), ExpiresIn: s.ExpiresIn,
		Permissions: s.Permissions, Repositories: s.Repositories, Owners: s.Owners, Justification: s.Justification,
		Endpoints: s.Endpoints, Labels: s.Labels,
		Match: pat.Match{Name: text(s.Match.Name), Exact: s.Match.Permissions == matchExact},
	}
}

// templateOf is template of one that may be nil.
func templateOf(s *PlanTemplate) *pat.Template {
	if s == nil {
		return nil
	}
	t := s.template()
	return &t
}
