package linkcheck

import (
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/check"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
)

// dropped is what is wrong with a parameter that the form drops, for the reason
// why. Of one that is filled in later nothing is.
func (l *Checker) dropped(f *prefill.Found, i int, why string, of repetition) (Problem, bool) {
	p := f.Parameters[i]
	if why == "" || p.Open && isField(p.Name) {
		return Problem{}, false
	}
	out := Problem{Index: i, Severity: pat.SeverityError}
	switch {
	case of.last > i:
		out.say("repeated-parameter", "Parameter given twice", why+" Remove the wrong one.")
		if of.same {
			out.Severity = pat.SeverityWarning
		}
		return out, true
	case p.Value == "" && isField(p.Name):
		out.Severity = pat.SeverityWarning
		out.say("empty-parameter", "Empty parameter", why+" Give it one, or remove it.")
		return out, true
	case p.Name == "expires_in":
		out.say("invalid-lifetime", "Invalid lifetime", why)
	case strings.HasPrefix(p.Name, "amp;"):
		out.say("entity-in-link", "HTML entity in a link", why)
	default:
		l.unknownParameter(p, why, &out)
	}
	out.Suggestion, _ = l.suggestion(f, i)
	if meant := out.Suggestion; meant != "" && !strings.Contains(out.Message, "Did you mean") {
		out.Message += fmt.Sprintf(" Did you mean %q?", meant)
	}
	return out, true
}

func (p *Problem) say(code diag.Code, summary, message string) {
	p.Code, p.Summary, p.Message = code, summary, message
}

// isField reports whether the form has a field of that name that is no permission.
func isField(name string) bool {
	return slices.Contains([]string{"name", "description", "target_name", "expires_in"}, name)
}

// repetition is what is known of the parameters with one name.
type repetition struct {
	last  int // index
	same  bool
	value string
}

// repetitions looks which parameters are given more than once.
func repetitions(f *prefill.Found) map[string]repetition {
	out := make(map[string]repetition, len(f.Parameters))
	for i, p := range f.Parameters {
		before, again := out[p.Name]
		out[p.Name] = repetition{last: i, same: !again || before.same && before.value == p.Value, value: p.Value}
	}
	return out
}

// unknownParameter words what the form drops since it has no such field.
func (l *Checker) unknownParameter(p prefill.FoundParameter, why string, out *Problem) {
	name := strings.ToLower(p.Name)
	known, isPermission := l.config.Catalog.Permission(p.Name)
	switch {
	case isPermission && known.Status.Usable() && p.Value == "":
		out.say("empty-parameter", "Empty parameter",
			fmt.Sprintf("It has no value. Set the access level that the token needs. The permission %q has %s.", p.Name, check.OnlyOrAll(known.Levels)))
	case name == "scopes" || name == "scope":
		out.say("scopes-in-link", "Scopes in a link",
			"The form ignores scopes, which only classic tokens have. Add a parameter for each permission"+l.meantByScopes(p.Value)+".")
	case strings.HasPrefix(name, "repo") && !isPermission && strings.Contains(p.Value+name, "/"),
		slices.Contains([]string{"repository", "repositories", "repository_ids", "repository_selection", "repo_names", "repos"}, name):
		out.say("repositories-in-link", "Repositories in a link",
			"A link cannot select repositories, so the form ignores the parameter. Tell people next to the link which repositories to select.")
	case strings.HasPrefix(name, "utm_"):
		out.Severity = pat.SeverityWarning
		out.say("unknown-parameter", "Unknown parameter", "The form has no such field, and ignores the parameter.")
	default:
		out.say("unknown-parameter", "Unknown parameter", why)
	}
}

// meantByScopes gives an example for the scopes of classic tokens.
func (l *Checker) meantByScopes(value string) string {
	words := strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' || r == '+' })
	var names []string
	for _, word := range words[:min(len(words), check.MaxNamed)] {
		if name := l.stated.SuggestPermission(word); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ", such as contents=read"
	}
	for i, name := range names {
		level := string(pat.Read)
		if known, _ := l.config.Catalog.Permission(name); len(known.Levels) > 0 {
			level = string(known.Levels[0])
		}
		names[i] = name + "=" + level
	}
	return ", such as " + check.AndList(names, "and")
}
