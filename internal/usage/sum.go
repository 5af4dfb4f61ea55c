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

// callKey is what distinguishes the calls of a token. There are many of them, so that it is
// small.
type callKey struct {
	form, repository uint32 // numbers of tables
	workflow, public uint8  // of answers
}

// nowhere is the number of no repository.
const nowhere = 0

// answers are the numbers of the answers.
var answers = []Answer{Unsaid, Yes, No}

func answerNumber(a Answer) uint8 { return uint8(slices.Index(answers, a)) }

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
	lastScope  string // of maxScopes
	calls      map[callKey]callSum
	// known is how many different calls the catalog knows, unknown are the forms of the
	// others, and places are those without their routes.
	known     int
	unknown   map[uint32]bool
	places    map[callKey]bool
	routeless bool // the unknown ones are too many for their routes to be kept
	placeless bool // all calls are too many for their repositories to be kept
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
	if t.scopes[scope] || len(t.scopes) == maxScopes && scope > t.lastScope {
		return
	}
	if t.scopes == nil {
		t.scopes = map[string]bool{}
	}
	t.scopes[scope] = true
	if len(t.scopes) > maxScopes {
		delete(t.scopes, t.lastScope)
	}
	if len(t.scopes) == maxScopes { // found once for each scope that is kept, not for each that is read
		t.lastScope = slices.Max(slices.Collect(maps.Keys(t.scopes)))
	}
}

// key gives the key of a call, without what is not kept.
func (t *tokenSum) key(b *Builder, c *Call) callKey {
	f := form{c.Method, c.Route, strings.Join(c.Is, "\n"), c.Media, c.Accepted, c.Known}
	if t.routeless && f.isUnknown() {
		f = f.withoutRoute()
	}
	key := callKey{form: b.forms.number(f), workflow: answerNumber(c.Workflow), public: answerNumber(c.Public)}
	if !t.placeless {
		key.repository = b.names.number(c.Repository)
	}
	return key
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
	had.add(sum.first, sum.last)
	t.calls[key] = had
	return !ok
}

// note counts a new call, and drops the routes of unknown calls, or the repositories of all
// calls, if they are too many. What is counted, and so what is dropped, does not depend on
// the order of the calls.
func (t *tokenSum) note(b *Builder, key callKey) {
	if f := b.forms.values[key.form]; f.isUnknown() {
		t.noteUnknown(b, key, f)
	} else {
		t.known++
	}
	if len(t.unknown) > b.limits.unknown {
		t.dropRoutes(b)
	}
	if t.known+len(t.places) > b.limits.places {
		t.dropPlaces()
	}
}

func (t *tokenSum) noteUnknown(b *Builder, key callKey, f form) {
	if t.unknown == nil {
		t.unknown, t.places = map[uint32]bool{}, map[callKey]bool{}
	}
	t.unknown[key.form] = true
	key.form = b.forms.number(f.withoutRoute())
	t.places[key] = true
}

func (f form) withoutRoute() form {
	f.route = anyRoute
	return f
}

func (t *tokenSum) dropRoutes(b *Builder) {
	if t.routeless {
		return
	}
	t.routeless = true
	t.rewrite(func(key *callKey) {
		if f := b.forms.values[key.form]; f.isUnknown() {
			key.form = b.forms.number(f.withoutRoute())
		}
	})
}

func (t *tokenSum) dropPlaces() {
	if t.placeless {
		return
	}
	t.placeless = true
	t.rewrite(func(key *callKey) { key.repository = nowhere })
}

func (t *tokenSum) rewrite(change func(*callKey)) {
	old := t.calls
	t.calls = map[callKey]callSum{}
	for key, sum := range old {
		change(&key)
		t.add(key, sum)
	}
}

// merge adds what another sum of the same token has.
func (t *tokenSum) merge(other *tokenSum, b *Builder) {
	token := Token{Name: other.name, User: other.user, Scopes: slices.Sorted(maps.Keys(other.scopes))}
	t.describe(&token, other.namedAt)
	for key, sum := range other.calls {
		if t.add(key, sum) {
			t.note(b, key)
		}
	}
	// Once more, if needed, for what was added since.
	if t.routeless || other.routeless {
		t.routeless = false
		t.dropRoutes(b)
	}
	if t.placeless || other.placeless {
		t.placeless = false
		t.dropPlaces()
	}
}
