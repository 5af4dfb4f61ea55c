package migrate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/record"
	"github.com/patctl/patctl/internal/usage"
)

// seenToken is a classic token with its calls.
type seenToken struct {
	*Token
	scopes []string
	calls  []Call
	key    string     // what makes it one token
	known  *time.Time // when GitHub's lists say that it was last used
}

// near is how far the last use may be after the last call in a log: GitHub dates some uses
// by the day only.
const near = 24 * time.Hour

// joined puts together what the sources tell of each classic token. Tokens with the same
// ID are one. Without an ID, those of the same user with the same name are: what was seen
// of them is told together, because nothing tells them apart.
func joined(in Input) []*seenToken {
	tokens := map[string]*seenToken{}
	take := func(key string) *seenToken {
		if tokens[key] == nil {
			tokens[key] = &seenToken{Token: &Token{}, key: key}
		}
		return tokens[key]
	}
	logged := slices.Clone(in.Log.Tokens)
	slices.SortFunc(logged, compareLogged)
	for i := range logged {
		if t := &logged[i]; t.Kind == record.Classic {
			take(loggedKey(t)).addLogged(t)
		}
	}
	other := otherIDs(in.Log)
	known := slices.Clone(in.Known)
	slices.SortFunc(known, compareKnown)
	for i := range known {
		if k := &known[i]; len(k.Scopes) > 0 || !other[k.ID] {
			take(knownKey(k)).addKnown(k)
		}
	}
	var all []*seenToken
	for _, t := range tokens {
		t.settle()
		all = append(all, t)
	}
	slices.SortFunc(all, func(a, b *seenToken) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.User), strings.ToLower(b.User)), strings.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID), cmp.Compare(a.CredentialID, b.CredentialID), strings.Compare(a.key, b.key))
	})
	return all
}

// otherIDs are those that the log has for tokens that are not classic, and for none that is.
// GitHub's lists do not always say what a token is, but only classic tokens have scopes.
func otherIDs(log *usage.Log) map[int64]bool {
	other := map[int64]bool{}
	for _, classic := range []bool{false, true} {
		for _, t := range log.Tokens {
			if t.ID != 0 && (t.Kind == record.Classic) == classic {
				other[t.ID] = !classic
			}
		}
	}
	return other
}

func loggedKey(t *usage.Token) string {
	if t.ID != 0 {
		return fmt.Sprintf("id %d", t.ID)
	}
	return fmt.Sprintf("name %q %q", strings.ToLower(t.User), t.Name)
}

func knownKey(k *Known) string {
	if k.ID != 0 {
		return fmt.Sprintf("id %d", k.ID)
	}
	return fmt.Sprintf("credential %d %q %q", k.CredentialID, strings.ToLower(k.Owner), k.Note)
}

func compareLogged(a, b usage.Token) int {
	return cmp.Or(
		cmp.Compare(a.ID, b.ID), strings.Compare(a.User, b.User), strings.Compare(a.Name, b.Name),
		strings.Compare(a.Organization, b.Organization), cmp.Compare(a.Source, b.Source),
	)
}

func compareKnown(a, b Known) int {
	return cmp.Or(
		cmp.Compare(a.ID, b.ID), cmp.Compare(a.CredentialID, b.CredentialID), strings.Compare(a.Owner, b.Owner),
		strings.Compare(a.Note, b.Note), strings.Compare(a.Organization, b.Organization), slices.Compare(a.Scopes, b.Scopes),
		compareTimes(a.ExpiresAt, b.ExpiresAt), compareTimes(a.LastUsedAt, b.LastUsedAt),
	)
}

func compareTimes(a, b *time.Time) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return -1
	case b == nil:
		return 1
	}
	return a.Compare(*b)
}

// addLogged adds what a source shows of the token.
func (t *seenToken) addLogged(l *usage.Token) {
	t.ID = l.ID
	t.User, t.Name = cmp.Or(t.User, l.User), cmp.Or(t.Name, l.Name)
	t.scopes = append(t.scopes, l.Scopes...)
	t.organization(l.Organization)
	t.Sources = append(t.Sources, l.Source)
	for _, c := range l.Calls {
		t.calls = append(t.calls, Call{c, l.Organization})
		t.used(&c.LastAt)
	}
}

// addKnown adds what GitHub tells of the token. It knows better what the token is called.
func (t *seenToken) addKnown(k *Known) {
	t.ID = k.ID
	t.CredentialID = cmp.Or(t.CredentialID, k.CredentialID)
	t.User, t.Name = cmp.Or(t.User, k.Owner), cmp.Or(t.Name, k.Note)
	t.scopes = append(t.scopes, k.Scopes...)
	t.organization(k.Organization)
	if t.ExpiresAt == nil {
		t.ExpiresAt = k.ExpiresAt
	}
	if k.LastUsedAt != nil && (t.known == nil || k.LastUsedAt.After(*t.known)) {
		t.known = k.LastUsedAt
	}
}

func (t *seenToken) organization(login string) {
	if login != "" {
		t.Organizations = append(t.Organizations, strings.ToLower(login))
	}
}

// used notes a time at which the token was used.
func (t *seenToken) used(at *time.Time) {
	if at != nil && !at.IsZero() && (t.LastUsedAt == nil || at.After(*t.LastUsedAt)) {
		last := at.UTC()
		t.LastUsedAt = &last
	}
}

// settle sorts what was added, and puts equal calls together.
func (t *seenToken) settle() {
	if t.known != nil && t.LastUsedAt != nil && t.known.Sub(*t.LastUsedAt) > near {
		last := t.known.UTC()
		t.UnseenAt = &last
	}
	t.used(t.known)
	t.scopes = distinct(t.scopes)
	t.Organizations = distinct(t.Organizations)
	t.Sources = distinct(t.Sources)
	slices.SortStableFunc(t.calls, compareCalls)
	var calls []Call
	for _, c := range t.calls {
		last := len(calls) - 1
		if last < 0 || compareCalls(calls[last], c) != 0 {
			calls = append(calls, c)
			continue
		}
		merged := &calls[last]
		merged.Count, merged.Refused = merged.Count+c.Count, merged.Refused+c.Refused
		merged.Known = merged.Known || c.Known
		if merged.FirstAt.IsZero() || !c.FirstAt.IsZero() && c.FirstAt.Before(merged.FirstAt) {
			merged.FirstAt = c.FirstAt
		}
		if c.LastAt.After(merged.LastAt) {
			merged.LastAt = c.LastAt
		}
	}
	t.calls = calls
}

// distinct sorts words, each once. No words are nil.
func distinct[S ~string](words []S) []S {
	words = slices.Clone(words)
	slices.Sort(words)
	return slices.Compact(words)
}
