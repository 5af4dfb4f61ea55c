package usage

import (
	"fmt"
	"hash/maphash"
	"sync"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/record"
)

// Limits of what a Builder collects. What goes beyond those of one token only shows less of
// that token, and so do too many calls of all tokens. A log beyond the others is an error: a
// part of it would not show that something is not used.
const (
	maxCalls  = 600_000 // different calls, of all tokens
	maxTokens = 250_000
	// maxPlaces is how many different calls of one token may be, one for each repository.
	// Beyond it, its repositories are not kept, and the log does not show which it used.
	maxPlaces = 5000
	// maxUnknown is how many different routes of one token the catalog may not know. Beyond
	// it, they are not kept: they only say that something unknown was called.
	maxUnknown = 50
)

// Event is what a source shows of a call, or of several calls that were made in the same way.
type Event struct {
	Token Token // without calls
	// Join is the same for events of the same token, also for those without the token's ID.
	// It is never in the log. 0: not known.
	Join uint64
	Git  bool // it is an event of Git, also if the call is none
	// Owner: the event names no organization, so the one of the token is only the owner of the
	// repository, who may be a user.
	Owner bool
	// Call has the route as Routes gives it. A call with neither a method nor Is is none: the
	// event only shows that the source works.
	Call Call
}

// Builder collects what sources show, and makes a log of it that does not depend on the
// order of the events, of the sources, or of the files. Only if all tokens together have too
// many different calls, the order can decide which of their repositories the log shows.
// Several goroutines may use it.
//
// An event that is added twice counts twice, and so does a file that is named twice. That
// changes the counts, and not whether something is used.
type Builder struct {
	mu       sync.Mutex
	known    *catalog.Catalog
	seed     maphash.Seed
	limits   limits
	forms    table[form]
	names    table[string] // of repositories
	tokens   map[tokenKey]*tokenSum
	joins    map[uint64]joined
	calls    int
	audit    timeline // of the audit log
	inAudit  map[string]bool
	named    map[string]bool // of these, those that an event names as an organization
	git      bool
	coverage []Coverage
	gaps     map[Gap]bool
	err      error
}

// limits are smaller in tests.
type limits struct{ calls, tokens, places, unknown int }

// NewBuilder returns an empty Builder that knows the endpoints of a catalog.
func NewBuilder(known *catalog.Catalog) *Builder {
	b := &Builder{
		known: known, seed: maphash.MakeSeed(), limits: limits{maxCalls, maxTokens, maxPlaces, maxUnknown},
		tokens: map[tokenKey]*tokenSum{}, joins: map[uint64]joined{}, inAudit: map[string]bool{}, named: map[string]bool{}, gaps: map[Gap]bool{},
	}
	b.names.number("") // which makes it nowhere
	return b
}

// Catalog returns what the Builder was made with.
func (b *Builder) Catalog() *catalog.Catalog { return b.known }

// Join returns a number for the hash of a token. Its key is random and gone with the
// Builder, so that the number says nothing about the token.
func (b *Builder) Join(hash []byte) uint64 {
	if len(hash) == 0 {
		return 0
	}
	return max(1, maphash.Bytes(b.seed, hash))
}

// AddGap says that a part of a source is missing.
func (b *Builder) AddGap(g Gap) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.gaps[g] = true
}

// Add counts events. After an error, which all further calls return too, there is no log.
func (b *Builder) Add(events ...Event) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := range events {
		if b.err != nil {
			break
		}
		b.add(&events[i])
	}
	return b.err
}

func (b *Builder) add(e *Event) {
	first, last := momentOf(e.Call.FirstAt), momentOf(e.Call.LastAt)
	if e.Token.Source == AuditLog {
		b.audit.add(first)
		b.git = b.git || e.Git
		if e.Token.Organization != "" {
			b.inAudit[e.Token.Organization] = true
			if !e.Owner {
				b.named[e.Token.Organization] = true
			}
			b.checkLimits()
		}
	}
	if e.Call.Method == "" && e.Call.Is == nil {
		return
	}
	t := b.token(e)
	t.describe(&e.Token, last)
	b.join(e)
	before := len(t.calls)
	if key := t.key(b, &e.Call); t.add(key, callSum{e.Call.Count, e.Call.Refused, moments{first, last}}) {
		t.note(b, key)
		b.calls += len(t.calls) - before
	}
	b.checkLimits()
}

// token returns the sum of the token of an event.
func (b *Builder) token(e *Event) *tokenSum {
	key := keyOf(e)
	t := b.tokens[key]
	if t == nil {
		t = &tokenSum{calls: map[callKey]callSum{}}
		b.tokens[key] = t
	}
	return t
}

// joined is the token that a number of Join belongs to.
type joined struct {
	id    int64
	kind  record.Token
	clash bool // it belongs to more than one, so it joins nothing
}

func (b *Builder) join(e *Event) {
	if e.Join == 0 || e.Token.ID == 0 {
		return
	}
	is := joined{id: e.Token.ID, kind: e.Token.Kind}
	had, ok := b.joins[e.Join]
	switch {
	case !ok || had.id == is.id && had.kind == record.OtherAuthorize:
		b.joins[e.Join] = joined{is.id, is.kind, had.clash}
	case had.id != is.id || had.kind != is.kind && is.kind != record.OtherAuthorize:
		had.clash = true
		b.joins[e.Join] = had
	}
}

// placesOfLargeLogs are the limits of different calls of a token, one after another, if all
// tokens together have too many.
var placesOfLargeLogs = []int{1000, 200, 50, 10}

// dropPlaces drops the repositories of the tokens with the most calls, until there is room
// again. The log then does not show which of their repositories these tokens use.
func (b *Builder) dropPlaces() {
	for _, most := range placesOfLargeLogs {
		if most >= b.limits.places {
			continue
		}
		b.limits.places, b.calls = most, 0
		for _, t := range b.tokens {
			if t.known+len(t.places) > most {
				t.dropPlaces()
			}
			b.calls += len(t.calls)
		}
		if b.calls <= b.limits.calls/2 {
			return
		}
	}
}

func (b *Builder) checkLimits() {
	if b.calls > b.limits.calls {
		b.dropPlaces()
	}
	switch {
	case b.calls > b.limits.calls:
		b.err = fmt.Errorf("it has more than %d different calls. Read the log of a shorter time, or of one organization", b.limits.calls)
	case len(b.tokens) > b.limits.tokens, len(b.joins) > 2*b.limits.tokens, len(b.inAudit) > b.limits.tokens:
		b.err = fmt.Errorf("it has more than %d tokens. Read the log of a shorter time, or of one organization", b.limits.tokens)
	}
}
