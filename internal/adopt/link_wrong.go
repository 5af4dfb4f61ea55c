package adopt

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/patctl/patctl/internal/check/linkcheck"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
)

// maxShownLink is how many bytes of a link a message repeats. A longer one is
// longer than GitHub takes, and would bury the message.
const maxShownLink = 500

// maxMessages is how many messages about one link are printed.
const maxMessages = 20

// about puts a diagnostic beside its link. Of many about one link it keeps the
// first; one more then represents the rest, with the worst severity among them.
func (l *linkAdoption) about(d *diag.Diagnostic, link string) {
	l.messages[link]++
	if l.messages[link] > maxMessages {
		l.more(link, d)
		return
	}
	l.beside(d, link)
}

// more counts a diagnostic among those that are not listed.
func (l *linkAdoption) more(link string, d *diag.Diagnostic) {
	rest := l.rest[link]
	if rest == nil {
		rest = diag.General("More problems with this link", fmt.Sprintf(
			"Only the first %d problems with this link are listed. Fix them, then import the link again.", maxMessages))
		rest.Severity = d.Severity
		l.rest[link] = rest
		l.beside(rest, link)
	}
	if diag.IsError(d) {
		rest.Severity = d.Severity
	}
}

func (l *linkAdoption) beside(d *diag.Diagnostic, link string) {
	if len(link) > maxShownLink {
		link = strings.ToValidUTF8(link[:maxShownLink], "") + "..."
	}
	d.Detail += "\n\nLink:\n\n  " + diag.Printable(link)
	l.diags = append(l.diags, d)
}

func (l *linkAdoption) error(link, summary, format string, args ...any) {
	l.about(diag.General(summary, fmt.Sprintf(format, args...)), link)
}

func (l *linkAdoption) warn(link, summary, format string, args ...any) {
	d := diag.Warning(diag.Range{}, "", summary, fmt.Sprintf(format, args...))
	d.Subject = nil
	l.about(d, link)
}

// sameHost makes sure that all links are for the host of the configuration,
// which the first of them decides on where there is none.
func (l *linkAdoption) sameHost(link prefill.Link, raw string) bool {
	fresh := len(l.Config.Sources) == 0
	if fresh && l.host == "" {
		l.host = link.Host
		if link.Host != pat.DefaultHost {
			l.doc.host = link.Host
		}
	}
	want := l.host
	if !fresh {
		want = strings.ToLower(l.Config.Host)
	}
	if link.Host != want {
		l.error(raw, "Link for a different host", "The link opens %q, but the configuration is for %q. A configuration can be for only one host.", link.Host, want)
		return false
	}
	return true
}

// encoding reports texts that no configuration can hold as they are.
func (l *linkAdoption) encoding(link prefill.Link, raw string) {
	for _, text := range []string{link.Template.Name, link.Template.Description, link.Template.TargetName} {
		switch {
		case !utf8.ValidString(text):
			l.error(raw, "Invalid character encoding", "The link contains text that is not UTF-8: %q. Replace the text.", text)
		case !composed(text):
			l.warn(raw, "Decomposed characters", "The link contains letters and accents as separate characters, which HCL combines. They look the same, but the template's link differs in its bytes.")
		}
	}
}

// tooLong reports texts that GitHub's form refuses, before configuration is
// made of them.
func (l *linkAdoption) tooLong(link prefill.Link, raw string) bool {
	found := false
	for _, text := range []struct {
		parameter, value string
		most             int
	}{
		{"name", link.Template.Name, pat.MaxNameLength},
		{"description", link.Template.Description, pat.MaxDescriptionLength},
		{"target_name", link.Template.TargetName, pat.MaxLoginLength},
	} {
		if n := utf8.RuneCountInString(text.value); n > text.most {
			l.error(raw, "Text too long", "The parameter %q has %d characters. GitHub allows at most %d. Shorten it.", text.parameter, n, text.most)
			found = true
		}
	}
	return found
}

// dropped reports the parameters that the form drops.
func (l *linkAdoption) dropped(link prefill.Link, raw string) {
	for i, p := range link.Ignored {
		detail := fmt.Sprintf("GitHub's form ignores the parameter %q with the value %q. %s%s", p.Name, p.Value, p.Why, l.meant(p))
		if p.Value == "" || superseded(link, i) {
			l.warn(raw, "Parameter without effect", "%s", detail)
			continue
		}
		l.error(raw, "Invalid parameter in a link", "%s", detail)
	}
}

// superseded reports whether an ignored parameter comes again further on.
func superseded(link prefill.Link, i int) bool {
	name, t := link.Ignored[i].Name, link.Template
	for _, later := range link.Ignored[i+1:] {
		if later.Name == name {
			return true
		}
	}
	for _, taken := range link.Rewritten {
		if taken.Name == name {
			return true
		}
	}
	switch name {
	case "name":
		return t.Name != ""
	case "description":
		return t.Description != ""
	case "target_name":
		return t.TargetName != ""
	case "expires_in":
		return !t.ExpiresIn.IsZero()
	}
	return t.Permissions[name] != pat.NoAccess
}

// meant is the question for the parameter that was meant.
func (l *linkAdoption) meant(p prefill.Parameter) string {
	if l.checks == nil {
		l.checks = linkcheck.New(l.Config)
	}
	if s := l.checks.Meant(p.Name, p.Value); s != "" {
		return fmt.Sprintf(" Did you mean %q?", s)
	}
	name := p.Name
	if _, inner, ok := strings.Cut(name, "["); ok {
		name = strings.Trim(inner, "[]")
		if known, ok := l.Config.Catalog.Permission(name); ok && known.Status.Usable() {
			return fmt.Sprintf(" Did you mean %q?", name)
		}
	}
	if s := diag.DidYouMean(name, formFields); s != "" {
		return s
	}
	return l.Config.Catalog.DidYouMean(name)
}
