package plan

import (
	"reflect"
	"slices"

	"github.com/patctl/patctl/internal/pat"
)

// Attribute is an argument of a template before and after a change. A value is
// nil (not declared), a string, an int, a []string or a map[string]string.
type Attribute struct {
	Name          string // as in the language
	Before, After any
}

// AttributeChanges are the attributes in which two templates differ.
type AttributeChanges struct {
	Changed   []Attribute // in the order of the documentation
	Unchanged int         // attributes that are declared, and the same in both
}

// Attributes compares two templates, either of which may be nil, attribute by
// attribute. The address is none. What is empty counts as not declared, but for
// an empty list of repositories, which allows none. Lists are sets: neither
// GitHub nor an audit sees their order.
func Attributes(before, after *pat.Template) AttributeChanges {
	b, a := attributes(before), attributes(after)
	var c AttributeChanges
	for i, name := range attributeNames {
		switch {
		case !reflect.DeepEqual(asSet(b[i]), asSet(a[i])):
			c.Changed = append(c.Changed, Attribute{name, b[i], a[i]})
		case b[i] != nil:
			c.Unchanged++
		}
	}
	return c
}

var attributeNames = [...]string{
	"name", "description", "target_name", "expires_in", "permissions", "repositories",
	"owners", "justification", "endpoints", "labels", "match",
}

// attributes are the values in the order of attributeNames.
func attributes(t *pat.Template) [len(attributeNames)]any {
	if t == nil {
		return [len(attributeNames)]any{}
	}
	return [...]any{
		text(t.Name), text(t.Description), text(t.TargetName), lifetime(t.ExpiresIn), pairs(t.Permissions), repositories(t.Repositories),
		list(t.Owners), text(t.Justification), list(t.Endpoints), pairs(t.Labels), match(t.Match),
	}
}

// asSet gives a list without order and repetitions, and everything else as it is.
func asSet(v any) any {
	l, ok := v.([]string)
	if !ok {
		return v
	}
	sorted := slices.Sorted(slices.Values(l))
	return append([]string{}, slices.Compact(sorted)...)
}

func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func list(l []string) any {
	if len(l) == 0 {
		return nil
	}
	return l
}

func pairs[V ~string](m map[string]V) any {
	if len(m) == 0 {
		return nil
	}
	out := make(map[string]string, len(m))
	for k, v := range m {
		out[k] = string(v)
	}
	return out
}

func lifetime(e pat.Expiry) any {
	switch {
	case e.Never:
		return "none"
	case e.IsZero():
		return nil
	}
	return e.Days
}

func repositories(r pat.Repositories) any {
	if r.Patterns != nil {
		return r.Patterns
	}
	return text(string(r.Selection))
}

func match(m pat.Match) any {
	out := map[string]string{}
	if m.Name != "" {
		out["name"] = m.Name
	}
	if m.Exact {
		out["permissions"] = "exact"
	}
	return pairs(out)
}
