package tokenrequest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/check"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/lazyregexp"
	"github.com/patctl/patctl/internal/pat"
)

// Input is what a template is made from.
type Input struct {
	Issue
	Filename      string   // of the body, in messages
	Organizations []string // that the configuration declares; nil: any
	Catalog       *catalog.Catalog
}

// Read makes a template of a request. The diagnostics name lines of the body;
// with an error among them the template is not complete.
func Read(in Input) (pat.Template, diag.Diagnostics) {
	r := &reader{in: in, fields: map[string]*field{}}
	r.readForm()
	if len(r.fields) == 0 {
		r.general("Not a token request", "The issue has none of the fields of the form: %s. Open the issue with the form for token requests.", strings.Join(Fields, ", "))
		return r.out, r.diags
	}
	r.readTexts()
	r.readOwner()
	r.readPermissions()
	r.readOrganization()
	r.readRepositories()
	r.readLifetime()
	diag.Sort(r.diags)
	return r.out, r.diags
}

type reader struct {
	in       Input
	fields   map[string]*field
	out      pat.Template
	diags    diag.Diagnostics
	messages int
}

// maxMessages is how many problems of one request are listed.
const maxMessages = 50

func (r *reader) add(d *diag.Diagnostic) {
	if r.messages++; r.messages <= maxMessages || diag.IsError(d) && !r.diags.HasErrors() {
		r.diags = append(r.diags, d)
	}
}

func (r *reader) error(at line, summary, format string, args ...any) {
	r.add(diag.Error(r.place(at), "token-request", summary, r.fieldOf(at)+fmt.Sprintf(format, args...)))
}

func (r *reader) warn(at line, summary, format string, args ...any) {
	r.add(diag.Warning(r.place(at), "token-request", summary, r.fieldOf(at)+fmt.Sprintf(format, args...)))
}

// fieldOf begins a message about a line of a field with the name of the field.
func (r *reader) fieldOf(at line) string {
	for name, f := range r.fields {
		if slices.ContainsFunc(f.lines, func(l line) bool { return l.number == at.number }) {
			return name + ": "
		}
	}
	return ""
}

func (r *reader) general(summary, format string, args ...any) {
	r.add(diag.General(summary, fmt.Sprintf(format, args...)))
}

// missing reports an empty field at its heading, or one that is not there.
func (r *reader) missing(name, why string) {
	summary := "Missing " + strings.ToLower(name)
	if f := r.fields[name]; f != nil {
		r.error(f.heading, summary, "The field %q is empty. %s", name, why)
		return
	}
	r.general(summary, "The issue has no field %q. %s", name, why)
}

// place is the text of a line.
func (r *reader) place(l line) diag.Range {
	text := strings.TrimRight(l.text, " \t")
	return diag.Range{
		Filename: r.in.Filename,
		Start:    diag.Pos{Line: l.number, Column: 1, Byte: l.start},
		End:      diag.Pos{Line: l.number, Column: utf8.RuneCountInString(text) + 1, Byte: l.start + len(text)},
	}
}

// lines returns what a field holds.
func (r *reader) lines(name string) []line {
	if f := r.fields[name]; f != nil {
		return f.lines
	}
	return nil
}

// one returns the only line of a field. More of them are an error.
func (r *reader) one(name string) (l line, ok bool) {
	all := r.lines(name)
	if len(all) == 0 {
		return line{}, false
	}
	if len(all) > 1 {
		r.error(all[1], "More than one line", "The field %q takes one line.", name)
	}
	all[0].text = strings.TrimSpace(all[0].text)
	return all[0], true
}

// titlePrefix is what the form begins a title with.
var titlePrefix = lazyregexp.New(`(?i)^\s*\[?token request\]?\s*:?\s*`)

// readTexts reads the name and the description.
func (r *reader) readTexts() {
	if l, ok := r.one(fieldName); ok {
		r.out.Name = r.text(l, l.text, pat.MaxNameLength)
	} else if title := norm.NFC.String(strings.TrimSpace(titlePrefix.ReplaceAllString(r.in.Title, ""))); title != "" && isText(title) {
		runes := []rune(title)
		r.out.Name = strings.TrimSpace(string(runes[:min(len(runes), pat.MaxNameLength)]))
	} else {
		r.missing(fieldName, "Add a short name for the token.")
	}
	var words []string
	for _, l := range r.lines(fieldPurpose) {
		words = append(words, r.text(l, strings.TrimSpace(l.text), pat.MaxDescriptionLength))
	}
	r.out.Description = strings.Join(words, " ")
	if len(words) == 0 {
		r.missing(fieldPurpose, "Say what the token is for.")
	} else if n := utf8.RuneCountInString(r.out.Description); n > pat.MaxDescriptionLength {
		r.error(r.lines(fieldPurpose)[0], "Text too long", "The purpose has %d characters. GitHub allows at most %d in a description. Shorten it.", n, pat.MaxDescriptionLength)
	}
}

// text returns a text that a link can hold, and reports what it cannot.
func (r *reader) text(at line, text string, most int) string {
	text = norm.NFC.String(text)
	for _, c := range text {
		if !isPlain(c) {
			r.error(at, "Invisible character", "The text contains the character U+%04X, which is not visible. Remove it.", c)
			break
		}
	}
	if n := utf8.RuneCountInString(text); n > most {
		r.error(at, "Text too long", "The text has %d characters. GitHub allows at most %d. Shorten it.", n, most)
	}
	return text
}

// isPlain reports whether a person sees a character, or a space.
func isPlain(c rune) bool {
	return c != utf8.RuneError && (c == ' ' || unicode.IsGraphic(c) && !unicode.IsSpace(c)) && diag.Printable(string(c)) == string(c)
}

func isText(text string) bool {
	return !strings.ContainsFunc(text, func(c rune) bool { return !isPlain(c) })
}

// maxOwners is how many people share a template.
const maxOwners = 10

// readOwner reads who creates the token: by default the author of the issue.
func (r *reader) readOwner() {
	l, ok := r.one(fieldOwner)
	if !ok {
		if !isOwner(r.in.Author) {
			r.missing(fieldOwner, "Add the login of the person who creates the token.")
			return
		}
		r.out.Owners = []string{r.in.Author}
		return
	}
	words := strings.FieldsFunc(l.text, func(c rune) bool { return c == ',' || unicode.IsSpace(c) })
	for _, word := range words {
		login := strings.TrimPrefix(word, "@")
		if !isOwner(login) {
			r.error(l, "Invalid login", "%q is not the login of a GitHub user.", clip(word))
			return
		}
		if !containsFold(r.out.Owners, login) {
			r.out.Owners = append(r.out.Owners, login)
		}
	}
	switch author := r.in.Author; {
	case len(r.out.Owners) > maxOwners:
		r.error(l, "Too many owners", "A request is for at most %d people.", maxOwners)
	case len(r.out.Owners) == 0:
		r.missing(fieldOwner, "Add the login of the person who creates the token.")
	case isOwner(author) && !containsFold(r.out.Owners, author):
		r.warn(l, "Request for somebody else", "%s opened the issue, and is not an owner.", author)
	}
}

// isOwner reports whether a text is the login of a user.
func isOwner(text string) bool {
	login, code, managed := strings.Cut(text, "_")
	return len(text) <= pat.MaxLoginLength && check.IsSlug(login) && (!managed || check.IsSlug(code))
}

func containsFold(list []string, text string) bool {
	return slices.ContainsFunc(list, func(s string) bool { return strings.EqualFold(s, text) })
}

// readOrganization reads the resource owner: by default the owner of the
// repositories, or the only organization of the configuration.
func (r *reader) readOrganization() {
	l, ok := r.one(fieldOrganization)
	if !ok {
		r.defaultOrganization()
		return
	}
	login := strings.TrimPrefix(l.text, "@")
	if !check.IsSlug(login) {
		r.error(l, "Invalid organization", "%q is not the login of an organization.", clip(l.text))
		return
	}
	if r.in.Organizations != nil && !containsFold(r.in.Organizations, login) {
		r.error(l, "Unknown organization", "The configuration has no organization %q.%s", login, diag.DidYouMean(login, r.in.Organizations))
		return
	}
	r.out.TargetName = login
}

func (r *reader) defaultOrganization() {
	for _, l := range r.lines(fieldRepositories) {
		for _, name := range repositoryNames(l.text) {
			owner, _, qualified := strings.Cut(name, "/")
			if qualified && check.IsSlug(owner) && (r.in.Organizations == nil || containsFold(r.in.Organizations, owner)) {
				r.out.TargetName = owner
				return
			}
		}
	}
	if len(r.in.Organizations) == 1 {
		r.out.TargetName = r.in.Organizations[0]
		return
	}
	r.missing(fieldOrganization, "Add the login of the organization that owns the repositories.")
}

// days is a lifetime.
var days = lazyregexp.New(`^(?i)(\d{1,6})\s*(days?|d)?$`)

func (r *reader) readLifetime() {
	l, ok := r.one(fieldLifetime)
	if !ok {
		r.missing(fieldLifetime, "Add the number of days, such as 90.")
		return
	}
	match := days.FindStringSubmatch(l.text)
	if match == nil {
		r.error(l, "Invalid lifetime", "Write the lifetime as a number of days from 1 to %d, such as 90.", pat.MaxExpiryDays)
		return
	}
	n, err := strconv.Atoi(match[1])
	if err != nil || n < 1 || n > pat.MaxExpiryDays {
		r.error(l, "Invalid lifetime", "The lifetime is from 1 to %d days, not %s.", pat.MaxExpiryDays, match[1])
		return
	}
	r.out.ExpiresIn = pat.Expiry{Days: n}
}
