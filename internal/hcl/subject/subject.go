package subject

import (
	"maps"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/pat"
)

// Value is a subject in the form that conditions see. What the subject does not
// have is null.
func Value(s pat.Subject) cty.Value {
	kind := string(s.Kind)
	return cty.ObjectVal(map[string]cty.Value{
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
	})
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

// PermissionIn returns the permission in self.permissions.NAME.
func PermissionIn(t hcl.Traversal) (name string, at hcl.Range, ok bool) {
	const permission = 2 // after self and permissions
	if len(t) <= permission || t.RootName() != "self" || StepName(t[1]) != "permissions" {
		return "", hcl.Range{}, false
	}
	name = StepName(t[permission])
	return name, t[permission].SourceRange(), name != ""
}

// StepName is the name in .NAME or ["NAME"].
func StepName(step hcl.Traverser) string {
	switch step := step.(type) {
	case hcl.TraverseAttr:
		return step.Name
	case hcl.TraverseIndex:
		if step.Key.Type() == cty.String && step.Key.IsKnown() && !step.Key.IsNull() {
			return step.Key.AsString()
		}
	}
	return ""
}

// FailedAt reports whether a diagnostic is about a range.
func FailedAt(diags hcl.Diagnostics, at hcl.Range) bool {
	for _, d := range diags {
		if d.Subject != nil && *d.Subject == at {
			return true
		}
	}
	return false
}

// WithAbsent adds to a subject, as null, the permissions that it lacks, that an evaluation
// of an expression failed for, and that are known.
func WithAbsent(x hcl.Expression, self cty.Value, diags hcl.Diagnostics, known func(name string) bool) (with cty.Value, again bool) {
	if !diags.HasErrors() {
		return self, false
	}
	attributes := self.AsValueMap()
	permissions := attributes["permissions"].AsValueMap()
	added := map[string]cty.Value{}
	for _, traversal := range x.Variables() {
		name, at, ok := PermissionIn(traversal)
		if _, has := permissions[name]; ok && !has && FailedAt(diags, at) && known(name) {
			added[name] = cty.NullVal(cty.String)
		}
	}
	if len(added) == 0 {
		return self, false
	}
	maps.Copy(added, permissions)
	attributes["permissions"] = cty.ObjectVal(added)
	return cty.ObjectVal(attributes), true
}

// nullWords say in a message that a subject does not have an attribute.
var nullWords = map[string]string{
	"address": "(no template)", "name": "(no name)", "description": "(no description)", "organization": "(no organization)",
	"expires_in": "(no expiration)", "owner": "(no owner)", "reason": "(no reason)", "repositories": "(not read)",
	"repository_selection": "(not read)", "token_id": "(no ID)", "days_unused": "(unknown)",
}

// WordNulls is a subject with words in place of null.
func WordNulls(self cty.Value) cty.Value {
	attributes := self.AsValueMap()
	for name, words := range nullWords {
		if attributes[name].IsNull() {
			attributes[name] = cty.StringVal(words)
		}
	}
	permissions := attributes["permissions"].AsValueMap()
	for name, level := range permissions {
		if level.IsNull() {
			permissions[name] = cty.StringVal("(none)")
		}
	}
	attributes["permissions"] = cty.ObjectVal(permissions)
	return cty.ObjectVal(attributes)
}
