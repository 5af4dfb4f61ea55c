package auditlog

import (
	"encoding/json"
	"strings"
)

// field is a key of an event that is read.
type field int

const (
	action field = iota
	createdAt
	timestamp
	actor
	user
	org
	repo
	repository
	publicRepo
	repositoryPublic
	hashedToken
	tokenID
	tokenScopes
	accessType
	requestMethod
	route
	urlPath
	statusCode
	transport
	wrapped
	fieldCount
)

// names are the keys, in the order of the fields.
//
// https://docs.github.com/en/enterprise-cloud@latest/admin/monitoring-activity-in-your-enterprise/reviewing-audit-logs-for-your-enterprise/audit-log-events-for-your-enterprise
var names = [fieldCount]string{
	"action", "created_at", "@timestamp", "actor", "user", "org", "repo", "repository", "public_repo", "repository_public",
	"hashed_token", "token_id", "token_scopes", "programmatic_access_type", "request_method", "route", "url_path", "status_code",
	"transport_protocol_name", "event",
}

var byName = func() map[string]field {
	m := make(map[string]field, fieldCount)
	for f, name := range names {
		m[name] = field(f)
	}
	return m
}()

// fields are the values of an event as they are written. What is absent or null is nil.
type fields [fieldCount][]byte

// read goes over the keys at the top of an object, which must be valid JSON. It gives a
// reason not to read the object where a key that is read occurs twice, or in another case:
// other programs may take the other value.
func (f *fields) read(data []byte) reason {
	*f = fields{}
	var seen [fieldCount]bool
	for at := next(data, 1); data[at] != '}'; {
		key, end := data[at+1:textEnd(data, at)], textEnd(data, at)+1
		at = next(data, next(data, end)+1) // behind the colon
		from := at
		at = valueEnd(data, at)
		if name, exact, is := lookUp(key); is {
			if !exact || seen[name] {
				return keyTwice(names[name])
			}
			seen[name] = true
			if value := data[from:at]; value[0] != 'n' {
				f[name] = value
			}
		}
		if at = next(data, at); data[at] == ',' {
			at = next(data, at+1)
		}
	}
	return ""
}

// lookUp finds the field of a key, which may be written with escapes or in another case.
func lookUp(key []byte) (name field, exact, is bool) {
	if name, is = byName[string(key)]; is {
		return name, true, true
	}
	plain := true
	for _, c := range key {
		plain = plain && ('a' <= c && c <= 'z' || c == '_' || '0' <= c && c <= '9')
	}
	if plain {
		return 0, false, false
	}
	text := textOf(key)
	if name, is = byName[text]; is {
		return name, true, true
	}
	for f, name := range names {
		if strings.EqualFold(name, text) {
			return field(f), false, true
		}
	}
	return 0, false, false
}

// next goes over blanks.
func next(data []byte, at int) int {
	for data[at] == ' ' || data[at] == '\n' || data[at] == '\t' || data[at] == '\r' {
		at++
	}
	return at
}

// valueEnd returns where the value that begins at a byte ends.
func valueEnd(data []byte, at int) int {
	for depth := 0; ; at++ {
		switch data[at] {
		case '"':
			at = textEnd(data, at)
			if depth == 0 {
				return at + 1
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth <= 0 {
				return at + 1 + depth // a number before the end of its object ends there
			}
		case ',', ' ', '\n', '\t', '\r':
			if depth == 0 {
				return at
			}
		}
	}
}

// textOf is a text without its quotes, decoded.
func textOf(inner []byte) string {
	for _, c := range inner {
		if c == '\\' || c >= 0x80 {
			var text string
			_ = json.Unmarshal([]byte(`"`+string(inner)+`"`), &text) // it is valid
			return text
		}
	}
	return string(inner)
}

// text is the value of a field, if it is a text or absent.
func (f *fields) text(name field) (text string, ok bool) {
	value := f[name]
	if value == nil {
		return "", true
	}
	if value[0] != '"' {
		return "", false
	}
	return textOf(value[1 : len(value)-1]), true
}
