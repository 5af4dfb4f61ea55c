package hcl

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/pat"
)

// NewSelf makes a subject ready for policies. What the subject does not have is
// null.
func NewSelf(s pat.Subject) Self {
	kind := string(s.Kind)
	return Self{cty.ObjectVal(map[string]cty.Value{
		"kind":                 stringOrNull(&kind),
		"address":              stringOrNull(s.Address),
		"name":                 stringOrNull(s.Name),
		"description":          stringOrNull(s.Description),
		"organization":         stringOrNull(s.Organization),
		"expires_in":           intOrNull(s.ExpiresIn),
		"permissions":          permissionsValue(s.Permissions),
		"repositories":         repositoriesValue(s.Repositories),
		"repository_selection": stringOrNull(s.RepositorySelection),
		"owner":                stringOrNull(s.Owner),
		"token_id":             int64OrNull(s.TokenID),
		"labels":               labelsValue(s.Labels),
		"days_unused":          intOrNull(s.DaysUnused),
		"reason":               stringOrNull(s.Reason),
	})}
}

func stringOrNull(s *string) cty.Value {
	if s == nil {
		return cty.NullVal(cty.String)
	}
	return cty.StringVal(*s)
}

func intOrNull(n *int) cty.Value {
	if n == nil {
		return cty.NullVal(cty.Number)
	}
	return cty.NumberIntVal(int64(*n))
}

func int64OrNull(n *int64) cty.Value {
	if n == nil {
		return cty.NullVal(cty.Number)
	}
	return cty.NumberIntVal(*n)
}

// permissionsValue is an object, so that self.permissions.contents works and
// can(...) tells whether it is there.
func permissionsValue(p pat.Permissions) cty.Value {
	values := make(map[string]cty.Value, len(p))
	for name, level := range p {
		values[name] = cty.StringVal(string(level))
	}
	return cty.ObjectVal(values)
}

func labelsValue(labels map[string]string) cty.Value {
	if labels == nil {
		return cty.NullVal(cty.EmptyObject)
	}
	values := make(map[string]cty.Value, len(labels))
	for name, value := range labels {
		values[name] = cty.StringVal(value)
	}
	return cty.ObjectVal(values)
}

func repositoriesValue(r pat.Repositories) cty.Value {
	switch {
	case r.Patterns != nil:
		values := make([]cty.Value, len(r.Patterns))
		for i, p := range r.Patterns {
			values[i] = cty.StringVal(p)
		}
		return cty.TupleVal(values)
	case r.Selection != "":
		return cty.StringVal(string(r.Selection))
	}
	return cty.NullVal(cty.DynamicPseudoType)
}
