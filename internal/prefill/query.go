package prefill

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/lazyregexp"
	"github.com/patctl/patctl/internal/pat"
)

// permissionName is what could be the name of a permission.
var permissionName = lazyregexp.New(`^[A-Za-z][A-Za-z0-9_-]*$`)

// splitQuery takes a query apart into parameters, in order. One that is not
// encoded correctly is left as written, with a reason.
func splitQuery(raw string) []Parameter {
	var parameters []Parameter
	for part := range strings.SplitSeq(raw, "&") {
		if part != "" {
			parameters = append(parameters, decode(part))
		}
	}
	return parameters
}

func decode(part string) Parameter {
	rawName, rawValue, _ := strings.Cut(part, "=")
	name, nameErr := url.QueryUnescape(rawName)
	value, valueErr := url.QueryUnescape(rawValue)
	if nameErr != nil || valueErr != nil {
		return Parameter{rawName, rawValue,
			"It contains a percent sign without two hexadecimal digits after it. Write %25 for a percent sign."}
	}
	return Parameter{Name: name, Value: value}
}

// reader sorts the parameters of one link.
type reader struct {
	catalog     *catalog.Catalog
	link        Link
	permissions pat.Permissions // as written
	taken       []Parameter     // those of permissions, in order
	why         []string        // of all parameters, why the form drops them, or ""
}

// read sorts all parameters. Of those with one name the last counts: GitHub's
// documentation does not say which, and the usual way of Rails, on which
// GitHub runs, is to take the last.
func (r *reader) read(parameters []Parameter) {
	last := map[string]int{}
	for i, p := range parameters {
		last[p.Name] = i
	}
	for i, p := range parameters {
		if p.Why == "" && last[p.Name] > i {
			p.Why = "It appears again later in the link, and only the last one counts."
		}
		if p.Why == "" {
			p.Why = r.take(p)
		}
		r.why = append(r.why, p.Why)
		if p.Why != "" {
			r.link.Ignored = append(r.link.Ignored, p)
		}
	}
	r.link.Template.Permissions = normal(r.permissions, r.catalog)
	r.rewritten()
}

// take puts a parameter into the template, or returns why the form drops it.
func (r *reader) take(p Parameter) (why string) {
	if p.Value == "" {
		return "It has no value."
	}
	t := &r.link.Template
	switch p.Name {
	case paramName:
		t.Name = p.Value
	case paramDescription:
		t.Description = p.Value
	case paramTargetName:
		t.TargetName = p.Value
	case paramExpiresIn:
		t.ExpiresIn, why = parseExpiry(p.Value)
	default:
		return r.permission(p)
	}
	return why
}

// parseExpiry reads a lifetime as the form does: plain digits, or none.
func parseExpiry(value string) (expiry pat.Expiry, why string) {
	if value == "none" {
		return pat.Expiry{Never: true}, ""
	}
	days, err := strconv.Atoi(value)
	if err != nil || strconv.Itoa(days) != value || days < pat.MinExpiryDays || days > pat.MaxExpiryDays {
		return pat.Expiry{}, fmt.Sprintf(`The form takes a number of days from %d to %d, or "none".`,
			pat.MinExpiryDays, pat.MaxExpiryDays)
	}
	return pat.Expiry{Days: days}, ""
}

func (r *reader) permission(p Parameter) (why string) {
	level := pat.Level(p.Value)
	_, known := r.catalog.Permission(p.Name)
	switch {
	case strings.HasPrefix(p.Name, "amp;"):
		return "It begins with amp; because the link was copied from HTML. Write & instead of &amp;."
	case !permissionName.MatchString(p.Name):
		return "The form has no such field, and there is no permission with this name."
	case !known && level.Rank() < 0:
		return "The form has no such field, and the value is not an access level (read, write, or admin)."
	}
	r.permissions[p.Name] = level
	r.taken = append(r.taken, p)
	return ""
}

// rewritten finds the permissions that URL states otherwise.
func (r *reader) rewritten() {
	for _, p := range r.taken {
		if stated := r.link.Template.Permissions[p.Name]; string(stated) == p.Value {
			continue
		}
		p.Why = r.whyRewritten(p)
		r.link.Rewritten = append(r.link.Rewritten, p)
	}
}

func (r *reader) whyRewritten(p Parameter) string {
	if p.Name == metadata {
		return "GitHub adds it automatically to every token with another repository permission."
	}
	canonical := r.catalog.Canonical(pat.Permissions{p.Name: pat.Level(p.Value)})
	for name, level := range canonical {
		if name != p.Name {
			return fmt.Sprintf("Its correct name and level are %s=%s.", name, level)
		}
	}
	return "Another parameter in the link requests a higher level of the same permission."
}
