package use

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/usage"
)

// Line is what the sources show of one permission, or of the repositories. It can be shown
// as it is.
type Line struct {
	Name  string // of the permission, or "repositories"
	Value string // the level that the token has, as HCL writes it
	Words string // what was seen
	Known bool   // the sources show that it is more than was used
}

// RepositoriesLine is the name of the line of the repositories.
const RepositoriesLine = "repositories"

// Lines are the permissions and repositories that are not used to the full extent, or
// that nobody can tell of.
func (s *Seen) Lines() []Line {
	if s == nil {
		return nil
	}
	var out []Line
	for i := range s.Permissions {
		p := &s.Permissions[i]
		if p.State != usage.Used || len(p.Reasons) > 0 {
			out = append(out, Line{Argument(p.Name), quoted(string(p.Granted)), s.PermissionWords(p), known(p.State)})
		}
	}
	if state := s.Repositories.State; state != nil && *state != usage.Used {
		out = append(out, Line{RepositoriesLine, quoted(selection(s.Repositories.Granted)), s.RepositoriesWords(), known(*state)})
	}
	return out
}

// explained are the states that a reader needs an explanation of.
var explained = []struct {
	state usage.State
	words string
}{
	{usage.NotSeen, "not seen: the sources would show a use, and show none"},
	{usage.NotObservable, "not observable: the sources do not show every use, so the access may be in use"},
}

// Legend explains the states that occur in what was seen of some tokens.
func Legend(shown iter.Seq[*Seen]) []string {
	found := map[usage.State]bool{}
	for s := range shown {
		for _, e := range explained {
			found[e.state] = found[e.state] || s.has(e.state)
		}
		if found[usage.NotSeen] && found[usage.NotObservable] {
			break
		}
	}
	var lines []string
	for _, e := range explained {
		if found[e.state] {
			lines = append(lines, e.words)
		}
	}
	return lines
}

// has reports whether a line is in a state. That no repository was used is said in other
// words than "not seen".
func (s *Seen) has(state usage.State) bool {
	if r := s.Repositories.State; r != nil && *r == state && state != usage.NotSeen {
		return true
	}
	return slices.ContainsFunc(s.Permissions, func(p Permission) bool { return p.State == state })
}

func known(s usage.State) bool { return s == usage.NotSeen || s == usage.Narrower }

// PermissionWords say what was seen of a permission.
func (s *Seen) PermissionWords(p *Permission) string {
	seen := ""
	if p.Seen != nil {
		seen = quoted(string(*p.Seen))
	}
	switch p.State {
	case usage.NotSeen:
		return "not seen " + s.period()
	case usage.Narrower:
		return "only " + seen + " used " + s.period()
	case usage.NotObservable:
		if seen == "" {
			return "not observable: " + Because(p.Reasons)
		}
		return seen + " used; more is not observable: " + Because(p.Reasons)
	}
	if len(p.Reasons) > 0 {
		return seen + " used; more may be in use: " + Because(p.Reasons)
	}
	return "used"
}

// maxNamed is how many repositories are named.
const maxNamed = 5

// RepositoriesWords say what was seen of the repositories.
func (s *Seen) RepositoriesWords() string {
	r := &s.Repositories
	switch {
	case r.State == nil:
		return ""
	case *r.State == usage.NotObservable:
		return "not observable: " + Because(r.Reasons)
	case *r.State == usage.Used:
		return "used"
	case len(r.Unused) > 0:
		return fmt.Sprintf("%s not used %s: %s", format.Counted(len(r.Unused), "repository", "repositories"), s.period(), named(r.Unused))
	case len(r.Seen) == 0:
		return "none used " + s.period()
	}
	return fmt.Sprintf("only %s used %s: %s", format.Counted(len(r.Seen), "repository", "repositories"), s.period(), named(r.Seen))
}

func named(list []string) string {
	out := diag.Printable(strings.Join(list[:min(len(list), maxNamed)], ", "))
	if more := len(list) - maxNamed; more > 0 {
		out += fmt.Sprintf(", and %d more", more)
	}
	return out
}

// period is how long the sources show what a token did.
func (s *Seen) period() string {
	switch {
	case s.Days > 0:
		return "in " + format.Count(s.Days, "day")
	case len(s.Sources) == 1 && s.Sources[0] == usage.Recorded:
		return "while it was recorded"
	}
	return "in less than a day"
}

// Summary is a line about the calls of a token.
func (s *Seen) Summary() string {
	calls := "no calls"
	if s.Calls > 0 {
		calls = format.Count(s.Calls, "call")
	}
	out := fmt.Sprintf("According to %s until %s: %s %s", diag.Printable(usage.SourcesWords(s.Sources)), s.To.Format(time.DateOnly), calls, s.period())
	if s.Refused > 0 {
		out += fmt.Sprintf(", and %d refused", s.Refused)
	}
	if s.LastCallAt != nil {
		out += ", the last on " + s.LastCallAt.Format(time.DateOnly)
	}
	return out + "."
}

// Doubt says why what was not seen may be in use all the same, or is empty.
func (s *Seen) Doubt() string {
	switch {
	case s.UnloggedAt != nil:
		return "According to GitHub, the token was used on " + s.UnloggedAt.Format(time.DateOnly) + ", and the log has no call of it then. So it does something that the log does not show."
	case s.Partial:
		return "A part of the log could not be read, and may have had calls of the token. So nothing of it is reported as unused."
	case s.Unjoined:
		return "API Insights does not show which of its tokens is this one. So it may do something that was not seen."
	}
	return ""
}

// reasons are why something is not observable, in words.
var reasons = map[usage.Reason]string{
	usage.ReasonPublic:  "the audit log leaves out calls to public repositories",
	usage.ReasonGit:     "Git and downloads may use it without an event that names the token",
	usage.ReasonGraphQL: "GraphQL calls do not show what they ask for",
	usage.ReasonSearch:  "a search finds whatever the token can read",
	usage.ReasonUnknown: "the token called a route that patctl does not know",
	usage.ReasonPartial: "a call returns more with it",
	usage.ReasonRefused: "refused calls may have needed it",
	usage.ReasonRenamed: "the token called repositories that are not selected, and may have been renamed",
	usage.ReasonCatalog: "patctl does not know what it allows",
	usage.ReasonSource:  "the source does not show it",
	usage.ReasonLater:   "the token was granted access after the end of the log",
	usage.ReasonToken:   "calls of an unknown token of the same user may have used it",
}

// Because gives reasons in words.
func Because(list []usage.Reason) string {
	words := make([]string, 0, len(list))
	for _, r := range list {
		text, known := reasons[r]
		if !known {
			text = diag.Printable(string(r))
		}
		words = append(words, text)
	}
	if len(words) == 0 {
		return "the reason is unknown"
	}
	return strings.Join(words, "; ")
}

// selection is what GitHub calls the choice of repositories, in the words of templates.
func selection(s string) string {
	if s == "subset" {
		return "selected"
	}
	return s
}

// Argument is the name of a permission, in quotation marks if it cannot be one: at the
// beginning of a line it could be a workflow command.
func Argument(name string) string {
	odd := func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' && r != '.' }
	if name == "" || strings.ContainsFunc(name, odd) {
		return quoted(name)
	}
	return name
}

func quoted(s string) string { return `"` + strings.ReplaceAll(diag.Printable(s), `"`, `\"`) + `"` }

// HCL writes permissions as the argument of a template.
func HCL(p pat.Permissions) string {
	names := p.Names()
	if len(names) == 0 {
		return "permissions = {}"
	}
	width := len(slices.MaxFunc(names, func(a, b string) int { return len(a) - len(b) }))
	var b strings.Builder
	b.WriteString("permissions = {\n")
	for _, name := range names {
		fmt.Fprintf(&b, "  %-*s = %s\n", width, Argument(name), quoted(string(p[name])))
	}
	return b.String() + "}"
}
