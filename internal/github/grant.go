package github

import (
	"encoding/json"

	"github.com/patctl/patctl/internal/exactjson"
	"github.com/patctl/patctl/internal/pat"
)

// grantReader decodes requests and tokens one after another. What many of them have in
// common is in memory once.
type grantReader struct {
	texts       map[string]string
	permissions map[string]wirePermissions // by their text; nobody changes them
	wire        wireGrant                  // what it points to is below
	id          int64
	owner       Owner
	repos       []RepositoryRef
}

// maxShared is how many texts are kept to be shared, and maxSharedBytes how long one is. What
// is different everywhere is not worth more.
const maxShared, maxSharedBytes = 1 << 17, 1 << 10

// grant decodes an element of a list. It is not valid where the whole document is not; the
// error is about the element alone, and is that of DecodeElements.
func (r *grantReader) grant(text []byte, kind pat.Kind) (g pat.Grant, valid bool, err error) {
	if r.plain(text) {
		g, err = r.wire.grant(kind)
		return g, true, err
	}
	if !json.Valid(text) || tooDeep(text) || exactjson.Check(text, nil) != nil {
		return pat.Grant{}, false, nil
	}
	var w wireGrant
	if err := exactjson.Unmarshal(text, &w); err != nil {
		return pat.Grant{}, true, err
	}
	g, err = w.grant(kind)
	return g, true, err
}

// tooDeep reports whether an element may be nested too deeply for a document around it.
func tooDeep(text []byte) bool {
	const most = 1000 // encoding/json takes 10,000
	depth, deepest := 0, 0
	for _, c := range text { // brackets in strings do no harm
		if c == '{' || c == '[' {
			depth++
			deepest = max(deepest, depth)
		}
	}
	return deepest > most
}

// plain reads an element into the wire form, if it is written as patctl and GitHub write
// them: each key once and by its name, values of the right kind, texts without escapes.
// Otherwise it reports false, and what is in the wire form means nothing.
func (r *grantReader) plain(text []byte) bool {
	c := cursor{text}
	r.wire = wireGrant{}
	var seen [wireFields]bool
	if !c.skip('{') {
		return false
	}
	for i := 0; !c.skip('}'); i++ {
		if i > 0 && !c.skip(',') {
			return false
		}
		key, ok := c.text()
		if !ok || !c.skip(':') {
			return false
		}
		field, ok := r.field(key, &c)
		if !ok || seen[field] {
			return false
		}
		seen[field] = true
	}
	return len(c.rest) == 0
}

// wireFields is how many fields a wireGrant has.
const wireFields = 13

// field reads the value of a key, and numbers the key.
func (r *grantReader) field(key []byte, c *cursor) (field int, ok bool) {
	w := &r.wire
	switch string(key) {
	case "id":
		w.ID = &r.id
		r.id, ok = c.integer()
		return 0, ok
	case "token_id":
		w.TokenID, ok = c.integer()
		return 1, ok
	case "token_name":
		w.TokenName, ok = r.shared(c)
		return 2, ok
	case "repository_selection":
		w.RepositorySelection, ok = r.shared(c)
		return 3, ok
	case "token_expired":
		w.TokenExpired, ok = c.boolean()
		return 4, ok
	case "created_at":
		w.CreatedAt, ok = c.time()
		return 5, ok
	case "access_granted_at":
		w.AccessGrantedAt, ok = c.time()
		return 6, ok
	case "token_expires_at":
		w.TokenExpiresAt, ok = c.time()
		return 7, ok
	case "token_last_used_at":
		w.TokenLastUsedAt, ok = c.time()
		return 8, ok
	case "reason":
		return 9, r.reason(c)
	case "owner":
		return 10, r.ownerOf(c)
	case "permissions":
		return 11, r.permissionsOf(c)
	case "repositories":
		return 12, r.repositories(c)
	}
	return 0, false
}

// shared reads a text that others may have too.
func (r *grantReader) shared(c *cursor) (string, bool) {
	text, ok := c.text()
	if !ok {
		return "", false
	}
	if have, known := r.texts[string(text)]; known {
		return have, true
	}
	out := string(text)
	if r.texts == nil {
		r.texts = map[string]string{}
	}
	if len(r.texts) < maxShared && len(out) <= maxSharedBytes {
		r.texts[out] = out
	}
	return out, true
}

func (r *grantReader) reason(c *cursor) bool {
	if c.null() {
		return true
	}
	text, ok := r.shared(c)
	r.wire.Reason = &text
	return ok
}

func (r *grantReader) ownerOf(c *cursor) (ok bool) {
	if !c.skip('{') {
		return false
	}
	key, found := c.text()
	if !found || string(key) != "login" || !c.skip(':') {
		return false
	}
	r.owner.Login, ok = r.shared(c)
	r.wire.Owner = &r.owner
	return ok && c.skip('}')
}

// permissionsOf decodes permissions unless others had the same text.
func (r *grantReader) permissionsOf(c *cursor) bool {
	if c.next() != '{' { // null is rare
		return false
	}
	text, ok := c.value()
	if !ok {
		return false
	}
	if have, known := r.permissions[string(text)]; known {
		r.wire.Permissions = have
		return true
	}
	if exactjson.Unmarshal(text, &r.wire.Permissions) != nil {
		return false
	}
	if r.permissions == nil {
		r.permissions = map[string]wirePermissions{}
	}
	if len(r.permissions) < maxShared && len(text) <= maxSharedBytes {
		r.permissions[string(text)] = r.wire.Permissions
	}
	return true
}

func (r *grantReader) repositories(c *cursor) bool {
	r.repos = r.repos[:0]
	r.wire.Repositories = &r.repos
	if !c.skip('[') {
		return false
	}
	for !c.skip(']') {
		if len(r.repos) > 0 && !c.skip(',') {
			return false
		}
		name, ok := r.shared(c)
		if !ok {
			return false
		}
		r.repos = append(r.repos, RepositoryRef(name))
	}
	return true
}
