package usage

import (
	"maps"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/record"
)

// table numbers values, so that each is kept once.
type table[T comparable] struct {
	numbers map[T]uint32
	values  []T
}

func (t *table[T]) number(value T) uint32 {
	n, ok := t.numbers[value]
	if !ok {
		if t.numbers == nil {
			t.numbers = map[T]uint32{}
		}
		n = uint32(len(t.values))
		t.numbers[value] = n
		t.values = append(t.values, value)
	}
	return n
}

// form is what a call is, apart from where it goes.
type form struct {
	method, route, is, media, accepted string
	known                              bool
}

// tokenKey is what distinguishes tokens.
type tokenKey struct {
	kind         record.Token
	source       Source
	organization string
	id           int64
	user         string // in lower case, if the ID is not known
	join         uint64 // if the ID is not known
}

func keyOf(e *Event) tokenKey {
	key := tokenKey{kind: e.Token.Kind, source: e.Token.Source, organization: e.Token.Organization, id: e.Token.ID}
	if key.id == 0 {
		key.user, key.join = strings.ToLower(e.Token.User), e.Join
	}
	return key
}

// callKey is what distinguishes the calls of a token.
type callKey struct {
	form, repository uint32
	workflow, public Answer
}

type callSum struct {
	count, refused int
	moments
}

// maxScopes is how many scopes of a token are kept. GitHub has fewer.
const maxScopes = 100

// tokenSum is what is collected of a token.
type tokenSum struct {
	name, user string
	namedAt    int64 // when name and user were logged last
	scopes     map[string]bool
	calls      map[callKey]callSum
	unknown    int  // different calls that the catalog doesn't know
	routeless  bool // those are too many for their routes to be kept
}

// describe notes what an event says about its token. If that changes, such as the name of a
// user, the last event wins.
func (t *tokenSum) describe(token *Token, at int64) {
	for _, scope := range token.Scopes {
		t.addScope(scope)
	}
	if token.Name == "" && token.User == "" {
		return
	}
	if at > t.namedAt || at == t.namedAt && token.Name+"/"+token.User > t.name+"/"+t.user {
		t.name, t.user, t.namedAt = token.Name, token.User, at
	}
}

// addScope keeps the first scopes by name.
func (t *tokenSum) addScope(scope string) {
	if t.scopes[scope] {
		return
	}
	if t.scopes == nil {
		t.scopes = map[string]bool{}
	}
	t.scopes[scope] = true
	if len(t.scopes) > maxScopes {
		delete(t.scopes, slices.Max(slices.Collect(maps.Keys(t.scopes))))
	}
}

// form gives the form of a call, without a route that is not kept.
func (t *tokenSum) form(c *Call) form {
	f := form{c.Method, c.Route, strings.Join(c.Is, "\n"), c.Media, c.Accepted, c.Known}
	if t.routeless && f.isUnknown() {
		f.route = anyRoute
	}
	return f
}

func (f form) isUnknown() bool { return !f.known && f.is == "" }

// add adds to a call, and reports whether the call is new.
func (t *tokenSum) add(key callKey, sum callSum) bool {
	had, ok := t.calls[key]
	if !ok {
		had.moments = sum.moments
	}
	had.count += sum.count
	had.refused += sum.refused
	had.moments.add(sum.first, sum.last)
	t.calls[key] = had
	return !ok
}

// noteNew counts a new call. If it is one too many that the catalog doesn't know, the
// routes of all those calls are dropped. It returns how many calls that adds.
func (t *tokenSum) noteNew(forms *table[form], key callKey, limit int) (added int) {
	if !forms.values[key.form].isUnknown() || t.routeless {
		return 0
	}
	if t.unknown++; t.unknown <= limit {
		return 0
	}
	return t.dropRoutes(forms)
}

func (t *tokenSum) dropRoutes(forms *table[form]) (added int) {
	t.routeless = true
	for _, key := range slices.Collect(maps.Keys(t.calls)) {
		f := forms.values[key.form]
		if !f.isUnknown() || f.route == anyRoute {
			continue
		}
		sum := t.calls[key]
		delete(t.calls, key)
		f.route = anyRoute
		key.form = forms.number(f)
		if t.add(key, sum) {
			added++
		}
	}
	return added
}

// merge adds what another sum of the same token has.
func (t *tokenSum) merge(other *tokenSum, forms *table[form], limit int) {
	token := Token{Name: other.name, User: other.user, Scopes: slices.Sorted(maps.Keys(other.scopes))}
	t.describe(&token, other.namedAt)
	for key, sum := range other.calls {
		if t.add(key, sum) && forms.values[key.form].isUnknown() {
			t.unknown++
		}
	}
	if t.routeless || other.routeless || t.unknown > limit {
		t.dropRoutes(forms)
	}
}
