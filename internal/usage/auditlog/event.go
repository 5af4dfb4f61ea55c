package auditlog

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/lazyregexp"
	"github.com/patctl/patctl/internal/record"
	"github.com/patctl/patctl/internal/usage"
)

// decoder makes events of a usage.Builder out of those of an audit log. It is not for
// several goroutines at once.
type decoder struct {
	fields
	routes *usage.Routes
	join   func(hash []byte) uint64
}

// gitActions are what actions of Git are, in the words of `patctl explain`.
var gitActions = map[string][]string{"git.clone": {"git fetch"}, "git.fetch": {"git fetch"}, "git.push": {"git push"}}

// decode reads an object. Events that are no calls of a personal access token, or of a
// token whose kind is not known, only show that the log was written at that time.
func (d *decoder) decode(data []byte) (usage.Event, reason) {
	e := usage.Event{Token: usage.Token{Source: usage.AuditLog}}
	if !json.Valid(data) {
		return e, broken
	}
	if why := d.readEvent(data); why != "" {
		return e, why
	}
	action, ok := d.text(action)
	if !ok {
		return e, wrongKind("action")
	}
	action = strings.ToLower(strings.TrimSpace(action)) // as for kinds of tokens: no call may be taken for another event
	if action == "" {
		return e, noAction
	}
	at, ok := d.time()
	if !ok {
		return e, noTime
	}
	e.Call.FirstAt, e.Call.LastAt = at, at
	git, isGit := gitActions[action]
	switch {
	case isGit:
		return d.git(e, git)
	case action == "api.request":
		return d.request(e)
	}
	e.Token.Organization = d.anyOrganization()
	return e, ""
}

// readEvent reads the fields of an object, or of the event that Splunk wrapped.
func (d *decoder) readEvent(data []byte) reason {
	if why := d.read(data); why != "" {
		return why
	}
	if inner := d.fields[wrapped]; d.fields[action] == nil && inner != nil && inner[0] == '{' {
		return d.read(inner)
	}
	return ""
}

// The years that an event can be of: those before are no milliseconds, or no times.
var (
	earliest = time.Date(2008, 1, 1, 0, 0, 0, 0, time.UTC)
	latest   = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)
)

// time is when the event was, in milliseconds as GitHub writes it, or as other programs
// write it in its place: in seconds, or as 2026-11-22T12:00:00Z.
func (d *decoder) time() (time.Time, bool) {
	for _, field := range []field{createdAt, timestamp} {
		value := strings.Trim(string(d.fields[field]), `"`)
		at, err := time.Parse(time.RFC3339, value)
		if n, numberErr := strconv.ParseInt(value, 10, 64); numberErr == nil {
			at, err = time.UnixMilli(n), nil
			if at.Before(earliest) && n < latest.Unix() {
				at = time.Unix(n, 0)
			}
		}
		if err == nil && at.After(earliest) && at.Before(latest) {
			return at.UTC(), true
		}
	}
	return time.Time{}, false
}

// scopePattern is the name of a scope.
var scopePattern = lazyregexp.New(`^[a-z_]{1,40}(?::[a-z_]{1,40})?$`)

// maxName is longer than the names of users, organizations, and repositories.
const maxName = 100

// isName reports whether a text may be the name of an organization or a repository.
func isName(text string) bool {
	for i := range len(text) {
		switch c := text[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '_', c == '.':
		default:
			return false
		}
	}
	return text != "" && len(text) <= maxName
}

// isLogin reports whether a text may be the login of a user.
func isLogin(text string) bool { return isName(strings.TrimSuffix(text, "[bot]")) }

// isRepository reports whether a text may be the full name of a repository.
func isRepository(text string) bool {
	owner, name, _ := strings.Cut(text, "/")
	return isName(owner) && isName(name)
}

// anyOrganization is the organization of an event whose fields may be anything.
func (d *decoder) anyOrganization() string {
	name, _ := d.text(org)
	if !isName(name) {
		return ""
	}
	return strings.ToLower(name)
}

// place reads the organization and the repository.
func (d *decoder) place(e *usage.Event) reason {
	name, ok := d.text(org)
	if !ok || name != "" && !isName(name) {
		return wrongKind("org")
	}
	e.Token.Organization = strings.ToLower(name)
	for _, field := range []field{repo, repository} {
		full, ok := d.text(field)
		if !ok || full != "" && !isRepository(full) {
			return noRepository
		}
		if full != "" && e.Call.Repository == "" {
			e.Call.Repository = strings.ToLower(full)
		}
	}
	if e.Call.Repository == "" {
		return ""
	}
	if e.Token.Organization == "" {
		e.Token.Organization, _, _ = strings.Cut(e.Call.Repository, "/")
		e.Owner = true
	}
	return d.public(e)
}

func (d *decoder) public(e *usage.Event) reason {
	for _, field := range []field{publicRepo, repositoryPublic} {
		switch strings.Trim(string(d.fields[field]), `"`) {
		case "true":
			e.Call.Public = usage.Yes // also if the other field says no: less can be concluded then
		case "false":
			if e.Call.Public == usage.Unsaid {
				e.Call.Public = usage.No
			}
		case "":
		default:
			return wrongKind(names[field])
		}
	}
	return ""
}

// accessTypes are the kinds of tokens, in lower case: writers differ in that.
var accessTypes = map[string]record.Token{
	"personal access token (classic)":    record.Classic,
	"fine-grained personal access token": record.FineGrained,
	"oauth access token":                 record.OAuth,
	"github app user-to-server token":    record.AppUser,
	"github app server-to-server token":  record.Installation,
	"public key (user/deploy)":           record.NoToken,
}

// kind is the kind of the token of an event. It is OtherAuthorize if the event does not say
// it, or in words that are not known.
func (d *decoder) kind() (kind record.Token, ok bool) {
	text, ok := d.text(accessType)
	if kind = accessTypes[strings.ToLower(strings.TrimSpace(text))]; kind == "" {
		kind = record.OtherAuthorize
	}
	return kind, ok
}

// token reads whose call it is. ours is false for what is known to be no personal access token.
func (d *decoder) token(e *usage.Event) (ours bool, why reason) {
	ok := false
	if e.Token.Kind, ok = d.kind(); !ok {
		return false, wrongKind("programmatic_access_type")
	}
	if e.Token.Kind != record.Classic && e.Token.Kind != record.FineGrained && e.Token.Kind != record.OtherAuthorize {
		return false, ""
	}
	if e.Token.ID, ok = d.number(tokenID); !ok || e.Token.ID < 0 {
		return false, wrongKind("token_id")
	}
	hash, ok := d.text(hashedToken)
	if !ok {
		return false, wrongKind("hashed_token")
	}
	e.Join = d.join([]byte(hash))
	if e.Token.User, ok = d.text(actor); e.Token.User == "" && ok {
		e.Token.User, ok = d.text(user)
	}
	if !ok || !isLogin(e.Token.User) {
		e.Token.User = "" // it is no login, so whose token it is is not known
	}
	e.Token.Scopes, ok = d.scopes()
	if !ok {
		return false, wrongKind("token_scopes")
	}
	return true, ""
}

// number is the value of a field that is a whole number, also in a text, or absent.
func (d *decoder) number(name field) (n int64, ok bool) {
	value := strings.Trim(string(d.fields[name]), `"`)
	if value == "" {
		return 0, true
	}
	n, err := strconv.ParseInt(value, 10, 64)
	return n, err == nil
}

// scopes are separated by commas, blanks, or both.
func (d *decoder) scopes() (scopes []string, ok bool) {
	text, ok := d.text(tokenScopes)
	if !ok || text == "" {
		return nil, ok
	}
	scopes = strings.FieldsFunc(text, func(c rune) bool { return c == ',' || c == ' ' })
	for _, scope := range scopes {
		if !scopePattern.MatchString(scope) {
			return nil, false
		}
	}
	return slices.Compact(slices.Sorted(slices.Values(scopes))), true
}

// request reads a call of the API.
func (d *decoder) request(e usage.Event) (usage.Event, reason) {
	if why := d.place(&e); why != "" {
		return e, why
	}
	ours, why := d.token(&e)
	if !ours {
		return e, why
	}
	var texts [3]string
	for i, field := range []field{requestMethod, route, urlPath} {
		text, ok := d.text(field)
		if !ok {
			return e, wrongKind(names[field])
		}
		texts[i] = text
	}
	status, ok := d.number(statusCode)
	if !ok {
		return e, wrongKind("status_code")
	}
	call := d.routes.Call(texts[0], texts[1], texts[2])
	call.Repository, call.Public, call.FirstAt, call.LastAt = e.Call.Repository, e.Call.Public, e.Call.FirstAt, e.Call.LastAt
	e.Call = call
	count(&e.Call, status)
	return e, ""
}

// count counts a call. One without a status counts as successful.
func count(c *usage.Call, status int64) {
	if status == 401 || status == 403 || status == 404 {
		c.Refused = 1
		return
	}
	c.Count = 1
}

// git reads what Git did. It does so with a token over HTTP only.
func (d *decoder) git(e usage.Event, is []string) (usage.Event, reason) {
	e.Git = true
	if why := d.place(&e); why != "" {
		return e, why
	}
	if protocol, _ := d.text(transport); strings.EqualFold(protocol, "ssh") {
		return e, ""
	}
	ours, why := d.token(&e)
	if !ours {
		return e, why
	}
	status, ok := d.number(statusCode)
	if !ok {
		return e, wrongKind("status_code")
	}
	e.Call.Is = is
	count(&e.Call, status)
	return e, ""
}
