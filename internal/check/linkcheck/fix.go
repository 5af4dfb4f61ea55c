package linkcheck

import (
	"slices"
	"strconv"
	"strings"

	"github.com/patctl/patctl/internal/check"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
)

// Fix is a parameter of a link for which only one can be meant.
type Fix struct {
	Index         int    // of the link's Parameters
	Before, After string // as NAME=VALUE, decoded
	Edits         []prefill.Edit
}

// Fixes returns what can be put right without a choice in a link with the problems
// that Check found, and the URL of the link as it then is, which is "" where nothing
// can. A parameter is left as it is where the link already contains the right one,
// where the text does not hold it in one piece, and where the link would have no
// fewer problems.
func (l *Checker) Fixes(f *prefill.Found, problems []Problem) (fixes []Fix, fixedURL string) {
	if f.Classic {
		return nil, ""
	}
	current, left := f, len(problems)
	for _, p := range problems {
		if p.Index < 0 || p.Suggestion == "" {
			continue
		}
		after, certain := l.suggestion(current, p.Index)
		if !certain {
			continue
		}
		name, value, _ := strings.Cut(after, "=")
		if value == f.Parameters[p.Index].Value {
			value = "" // stays as it is written
		}
		edits, ok := f.Replace(p.Index, name, value)
		if !ok {
			continue
		}
		candidate := current.With(p.Index, name, value)
		remaining := len(l.Check(candidate))
		if remaining >= left {
			continue
		}
		fixes = append(fixes, Fix{p.Index, f.Parameters[p.Index].String(), after, edits})
		current, left, fixedURL = candidate, remaining, candidate.URL
	}
	return fixes, fixedURL
}

// suggestion returns the parameter to write in the place of one, as NAME=VALUE,
// or "". It is certain where nothing else can be meant.
func (l *Checker) suggestion(f *prefill.Found, i int) (text string, certain bool) {
	p := f.Parameters[i]
	name, value, ok := l.meant(p.Name, p.Value, p.Open)
	certain = ok
	if !ok {
		name = l.stated.SuggestPermission(bareName(p.Name))
		known, _ := l.config.Catalog.Permission(name)
		if name == "" || !p.Open && !known.HasLevel(pat.Level(p.Value)) {
			return "", false
		}
		value = p.Value
	}
	if name == p.Name && value == p.Value {
		return "", false
	}
	taken := name != p.Name && slices.ContainsFunc(f.Parameters, func(other prefill.FoundParameter) bool { return other.Name == name })
	return name + "=" + value, certain && !taken
}

// bareName takes off what people put around the name of a permission.
func bareName(name string) string {
	for strings.HasPrefix(name, "amp;") {
		name = strings.TrimPrefix(name, "amp;")
	}
	for _, word := range []string{"permissions", "permission"} {
		if inner, ok := strings.CutPrefix(name, word+"["); ok {
			return strings.TrimSuffix(inner, "]")
		}
		if inner, ok := strings.CutPrefix(name, word+"."); ok {
			return inner
		}
	}
	return name
}

// fieldWords are names that people give to fields of the form. No permission
// has one of them.
var fieldWords = map[string]string{
	"token_name": "name", "title": "name", "note": "name",
	"desc":   "description",
	"target": "target_name", "owner": "target_name", "resource_owner": "target_name", "org": "target_name", "organization": "target_name",
	"expires": "expires_in", "expiry": "expires_in", "expiration": "expires_in", "expires-in": "expires_in",
	"expires_in_days": "expires_in", "expiration_days": "expires_in",
}

// Meant returns the parameter, as NAME=VALUE, that can only be meant by one that
// the form drops, or "".
func (l *Checker) Meant(name, value string) string {
	rightName, rightValue, ok := l.meant(name, value, false)
	if !ok || rightName == name && rightValue == value {
		return ""
	}
	return rightName + "=" + rightValue
}

// meant returns the only parameter that can be meant by one, which may be the
// same. The form takes it as it is then. Open values are not looked at.
func (l *Checker) meant(name, value string, open bool) (rightName, rightValue string, ok bool) {
	name = bareName(name)
	if name == "permissions" || name == "permission" || value == "" {
		name, value = pairOf(name, value)
	}
	field := name
	if word, isWord := fieldWords[strings.ToLower(name)]; isWord {
		field = word
	}
	if isField(field) {
		return field, value, !open && fieldTakes(field, value)
	}
	only := l.onlyPermission(name)
	known, isKnown := l.config.Catalog.Permission(only)
	if !isKnown || !known.Status.Usable() {
		return "", "", false
	}
	if open {
		return only, value, true
	}
	for _, becomes := range l.config.Catalog.Canonical(pat.Permissions{name: pat.Level(value)}) {
		value = string(becomes) // an alias may have other levels
	}
	value = check.PlainLevel(value)
	return only, value, known.HasLevel(pat.Level(value))
}

// onlyPermission asks the catalog once for each word.
func (l *Checker) onlyPermission(word string) string {
	only, known := l.only[word]
	if !known {
		only = l.config.Catalog.OnlyPermission(word)
		l.only[word] = only
	}
	return only
}

// pairOf takes apart a single permission that is written as NAME:LEVEL, as the
// name or as the value.
func pairOf(name, value string) (string, string) {
	text := value
	if value == "" {
		text = name
	}
	for _, separator := range []string{":", "="} {
		if left, right, ok := strings.Cut(text, separator); ok {
			return left, right
		}
	}
	return name, value
}

func fieldTakes(field, value string) bool {
	switch field {
	case "expires_in":
		days, err := strconv.Atoi(value)
		return value == "none" || err == nil && strconv.Itoa(days) == value && days >= pat.MinExpiryDays && days <= pat.MaxExpiryDays
	case "target_name":
		return check.IsSlug(value)
	}
	return value != ""
}
