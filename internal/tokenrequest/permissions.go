package tokenrequest

import (
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/condition"
	"github.com/patctl/patctl/internal/check"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
)

// maxListed is how many permissions, and how many calls, a request may have.
const maxListed = 100

// readPermissions reads the permissions, and adds the least ones for the calls.
func (r *reader) readPermissions() {
	r.out.Permissions = pat.Permissions{}
	asked, calls := r.lines(fieldPermissions), r.lines(fieldCalls)
	switch {
	case len(asked) == 0 && len(calls) == 0:
		r.missing(fieldPermissions, "Add the permissions that the token needs, such as contents: read, or the calls that it makes.")
		return
	case len(asked) > maxListed || len(calls) > maxListed:
		r.general("Too many permissions", "A request has at most %d permissions and %d calls.", maxListed, maxListed)
		return
	}
	for _, l := range asked {
		for item := range strings.SplitSeq(bullet.ReplaceAllString(l.text, ""), ",") {
			if item = strings.Trim(item, " \t;`"); item != "" {
				r.readPermission(l, item)
			}
		}
	}
	r.readCalls(calls)
	if len(r.out.Permissions) == 0 && !r.diags.HasErrors() && len(calls) == 0 {
		r.missing(fieldPermissions, "Add the permissions that the token needs, such as contents: read.")
	}
}

// readPermission reads NAME: LEVEL, in the words of a link or of GitHub's form.
func (r *reader) readPermission(l line, item string) {
	word, level := splitLevel(item)
	p, ok := r.in.Catalog.PermissionMeant(word)
	switch {
	case !ok:
		r.error(l, "Unknown permission", "There is no permission %q.%s For a list, run: patctl catalog", clip(word), r.in.Catalog.DidYouMean(clip(word)))
		return
	case p.Status == catalog.Mistaken:
		r.error(l, "Unknown permission", "GitHub has no permission %q. The permission that it shows as %q is named %q.", p.Name, p.DisplayName, p.Instead)
		return
	case !p.Status.Usable():
		r.error(l, "Permission only for GitHub Apps", "A fine-grained token cannot have the permission %q.", p.Name)
		return
	case level == "":
		r.error(l, "Missing access level", "The permission %q has %s. Add one of them, such as %s: %s", p.Name, check.OnlyOrAll(p.Levels), p.Name, p.Levels[0])
		return
	}
	plain := pat.Level(check.PlainLevel(level))
	if !p.HasLevel(plain) {
		r.error(l, "Unsupported level", "The permission %q does not have the access level %q. It has %s.%s", p.Name, clip(level), check.OnlyOrAll(p.Levels), levelMeant(string(plain), p))
		return
	}
	if have, twice := r.out.Permissions[p.Name]; twice && have != plain {
		r.error(l, "Permission used twice", "The permission %q is listed with %q and with %q. Keep one of them.", p.Name, have, plain)
		return
	}
	r.out.Permissions[p.Name] = plain
}

func levelMeant(word string, p catalog.Permission) string {
	var names []string
	for _, level := range p.Levels {
		names = append(names, string(level))
	}
	return diag.DidYouMean(clip(word), names)
}

// splitLevel parts a permission and its level; the level is "" where none is there.
func splitLevel(item string) (name, level string) {
	if at := strings.LastIndexAny(item, ":="); at >= 0 {
		return unquoted(item[:at]), unquoted(item[at+1:])
	}
	if at := strings.LastIndexAny(item, " \t"); at >= 0 {
		if word := pat.Level(check.PlainLevel(item[at+1:])); word.Rank() > 0 {
			return unquoted(item[:at]), unquoted(item[at+1:])
		}
	}
	return unquoted(item), ""
}

func unquoted(text string) string { return strings.Trim(text, " \t\"'`") }

// readCalls adds the least permissions for calls, and declares the calls.
func (r *reader) readCalls(calls []line) {
	var endpoints []catalog.Endpoint
	for _, l := range calls {
		if text := strings.Trim(bullet.ReplaceAllString(l.text, ""), " \t`"); text != "" {
			endpoints = append(endpoints, r.readCall(l, text)...)
		}
	}
	if len(endpoints) == 0 || r.diags.HasErrors() {
		return
	}
	addition, ok := r.in.Catalog.Addition(endpoints, r.out.Permissions)
	if !ok {
		r.error(calls[0], "Calls for two tokens", "The calls need permissions of an account and of an organization, which one token cannot have. File a request for each.")
		return
	}
	r.out.Permissions = catalog.Union(r.out.Permissions, addition.Permissions)
}

// readCall finds the endpoint of a call.
func (r *reader) readCall(l line, text string) []catalog.Endpoint {
	call, err := catalog.ParseCall(text)
	if err != nil {
		r.error(l, "Invalid call", "%q is not a call of GitHub's REST API. Write the method and the path, such as GET /repos/{owner}/{repo}/issues. For commands and scripts, run: patctl explain", clip(text))
		return nil
	}
	found := r.in.Catalog.Find(call)
	switch {
	case len(found) == 0:
		meant := ""
		if s := r.in.Catalog.SuggestCall(call); s != "" {
			meant = " Did you mean \"" + s + "\"?"
		}
		r.error(l, "Unknown endpoint", "GitHub's REST API has no endpoint %q.%s", clip(text), meant)
		return nil
	case len(found) > 1:
		r.error(l, "Ambiguous call", "%q matches %d endpoints. Write the method and the path of one of them, such as %s", clip(text), len(found), found[0])
		return nil
	}
	e := found[0].For(call.Path, "")
	switch e.FineGrained {
	case catalog.FineGrainedNo:
		r.error(l, "Call that needs another token", "No fine-grained token can call %s. For what to use instead, run: patctl explain '%s'", e, e)
		return nil
	case catalog.FineGrainedUnknown:
		r.error(l, "Endpoint with unknown permissions", "It is not known which permissions %s needs. Remove the call, and add the permissions to the field %q.", e, fieldPermissions)
		return nil
	}
	r.depends(l, e)
	if !containsFold(r.out.Endpoints, e.String()) {
		r.out.Endpoints = append(r.out.Endpoints, e.String())
	}
	return []catalog.Endpoint{e}
}

// depends warns about a call that needs one permission or another, which it does
// not show: the template has the least of them.
func (r *reader) depends(l line, e catalog.Endpoint) {
	var cases []string
	for i, set := range e.Sets {
		if i >= len(e.Conditions) || e.Refused(i) {
			continue
		}
		var grants []string
		for _, name := range set.Names() {
			grants = append(grants, fmt.Sprintf("%s: %s", name, set[name]))
		}
		cases = append(cases, strings.Join(grants, " and ")+condition.Text(e.Conditions[i]))
	}
	if len(cases) > 1 {
		r.warn(l, "Permissions depend on the use", "%s needs %s. Check that the template has the right one.", e, strings.Join(cases, ", or "))
	}
}
