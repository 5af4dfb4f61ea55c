package usage

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/record"
)

// Log returns what was collected. The Builder is of no more use then.
func (b *Builder) Log() (*Log, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.err != nil {
		return nil, b.err
	}
	l := &Log{Coverage: b.coverage, Tokens: make([]Token, 0, len(b.tokens))}
	if b.audit.events > 0 {
		covered, holes := b.audit.covers(AuditLog)
		covered.Named = slices.Sorted(maps.Keys(b.named))
		covered.Organizations, covered.Git = slices.Sorted(maps.Keys(b.inAudit)), b.git
		l.Coverage = append(l.Coverage, covered)
		l.Gaps = holes
	}
	l.Gaps = slices.AppendSeq(l.Gaps, maps.Keys(b.gaps))
	slices.SortFunc(l.Coverage, compareCoverage)
	slices.SortFunc(l.Gaps, compareGaps)
	b.settle()
	for key, sum := range b.tokens {
		l.Tokens = append(l.Tokens, b.tokenOf(key, sum))
		delete(b.tokens, key) // two copies of everything take too much memory
	}
	slices.SortFunc(l.Tokens, compareTokens)
	return l, nil
}

// settle finds the tokens of events that do not name theirs.
func (b *Builder) settle() {
	kinds := b.kinds()
	for _, key := range slices.SortedFunc(maps.Keys(b.tokens), compareKeys) {
		right := key
		if found, ok := b.joins[key.join]; ok && !found.clash {
			right.id, right.kind, right.user = found.id, found.kind, ""
		}
		right.join = 0
		if kind, ok := kinds[right.id]; ok && right.id != 0 && right.kind == record.OtherAuthorize && kind != record.OtherAuthorize {
			right.kind = kind
		}
		if right == key {
			continue
		}
		sum := b.tokens[key]
		delete(b.tokens, key)
		if into := b.tokens[right]; into != nil {
			into.merge(sum, b)
			continue
		}
		b.tokens[right] = sum
	}
	clear(b.joins)
}

// kinds gives the kind of each ID that has only one. IDs of different kinds may be equal.
func (b *Builder) kinds() map[int64]record.Token {
	kinds := map[int64]record.Token{}
	for key := range b.tokens {
		if key.source != AuditLog || key.kind == record.OtherAuthorize {
			continue
		}
		if had, ok := kinds[key.id]; ok && had != key.kind {
			kinds[key.id] = record.OtherAuthorize
			continue
		}
		kinds[key.id] = key.kind
	}
	return kinds
}

func (b *Builder) tokenOf(key tokenKey, sum *tokenSum) Token {
	t := Token{
		Kind: key.kind, Organization: key.organization, ID: key.id, Name: sum.name, User: sum.user,
		Scopes: slices.Sorted(maps.Keys(sum.scopes)), Source: key.source, Calls: make([]Call, 0, len(sum.calls)),
	}
	for key, made := range sum.calls {
		t.Calls = append(t.Calls, b.callOf(key, made))
	}
	slices.SortFunc(t.Calls, compareCalls)
	return t
}

func (b *Builder) callOf(key callKey, made callSum) Call {
	f := b.forms.values[key.form]
	c := Call{
		Method: f.method, Route: f.route, Known: f.known, Workflow: answers[key.workflow], Repository: b.names.values[key.repository], Public: answers[key.public],
		Media: f.media, Accepted: f.accepted, Count: made.count, Refused: made.refused, FirstAt: timeOf(made.first), LastAt: timeOf(made.last),
	}
	if f.is != "" {
		c.Is = strings.Split(f.is, "\n")
	}
	return c
}

func compareKeys(a, b tokenKey) int {
	return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.organization, b.organization), cmp.Compare(a.id, b.id),
		cmp.Compare(a.user, b.user), cmp.Compare(a.source, b.source), cmp.Compare(a.join, b.join))
}

func compareTokens(a, b Token) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Organization, b.Organization), cmp.Compare(a.ID, b.ID),
		cmp.Compare(a.User, b.User), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Source, b.Source))
}

func compareCalls(a, b Call) int {
	return cmp.Or(cmp.Compare(a.Route, b.Route), cmp.Compare(a.Method, b.Method), slices.Compare(a.Is, b.Is), cmp.Compare(a.Repository, b.Repository),
		cmp.Compare(a.Workflow, b.Workflow), cmp.Compare(a.Public, b.Public), cmp.Compare(a.Media, b.Media), cmp.Compare(a.Accepted, b.Accepted), compareKnown(a.Known, b.Known))
}

func compareCoverage(a, b Coverage) int {
	return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Organization, b.Organization), a.From.Compare(b.From), a.To.Compare(b.To), cmp.Compare(a.Events, b.Events))
}

func compareGaps(a, b Gap) int {
	return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.File, b.File), cmp.Compare(a.What, b.What), cmp.Compare(a.Why, b.Why))
}

func compareKnown(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}
