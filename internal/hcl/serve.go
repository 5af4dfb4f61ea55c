package hcl

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/argument"
	"github.com/patctl/patctl/internal/hcl/expression"
	"github.com/patctl/patctl/internal/hcl/schema"
	"github.com/patctl/patctl/internal/hcl/syntax"
)

// Serve is the serve block.
type Serve struct {
	arguments
	Interval time.Duration // between two looks at an organization; MinInterval to MaxInterval
	MaxAge   time.Duration // of the last complete look at an organization; at least Interval
	Targets  []*Target     // sorted by kind and name
	Range    diag.Range
}

// IssueRepositories returns the repositories of the issue targets, in the form owner/name. Without
// a serve block, there are none.
func (s *Serve) IssueRepositories() []string {
	if s == nil {
		return nil
	}
	var out []string
	for _, t := range s.Targets {
		if t.Repository != "" {
			out = append(out, t.Repository)
		}
	}
	return out
}

// The interval of looks at organizations.
const (
	DefaultInterval = 10 * time.Minute
	MinInterval     = time.Minute
	MaxInterval     = 24 * time.Hour

	// MaxAgeIntervals is how many intervals the default of max_age has: two looks may fail.
	MaxAgeIntervals = 3
)

// serveBlock is the serve block before evaluation.
type serveBlock struct {
	*block
	targets []*targetBlock
}

var serveSchema = schema.Serve.Body()

func (l *loader) decodeServe(s *source, b *hcl.Block) {
	if l.foreign(s, b) {
		return
	}
	if s.serve != nil {
		l.add(diag.Error(b.DefRange, "duplicate-block", "Duplicate serve block",
			fmt.Sprintf("A configuration can have only one serve block. This one already has a serve block at %s.", diag.Place(s.serve.Header))))
		return
	}
	outer, inner := l.block(s, b, serveSchema, expression.ScopeNames)
	s.serve = &serveBlock{block: outer}
	l.hide(syntax.PlacesBeside(b.Body, schema.Serve.Names()...)...)
	first := map[string]*hcl.Range{}
	for _, target := range inner {
		target.Labels[0] = cty.NormalizeString(target.Labels[0])
		id := target.Type + " " + target.Labels[0]
		if !l.targetNamed(target, first[id]) {
			continue
		}
		first[id] = &target.DefRange
		s.serve.targets = append(s.serve.targets, l.decodeTarget(s, target))
	}
}

// targetNamed is named, for a block that people may take for the place of a URL.
func (l *loader) targetNamed(b *hcl.Block, first *hcl.Range) bool {
	if !argument.LooksSecret(b.Labels[0]) {
		return l.named(b.Type+" block", b, first)
	}
	l.hide(b.DefRange)
	l.add(diag.Error(b.LabelRanges[0], "secret-in-configuration", "Secret in the configuration",
		fmt.Sprintf("The label of a block %q is a name of your choice. This one looks like a URL or a token, and is not shown. Use a name, and set the argument url_env to the name of an environment variable with the URL.", b.Type)))
	return false
}

func (m *instance) serve(b *serveBlock) *Serve {
	r := m.reader(b.block, nil)
	out := &Serve{Interval: DefaultInterval, Range: b.Header}
	if d, ok := r.Duration("interval"); ok {
		out.Interval = min(max(d, MinInterval), MaxInterval)
		if out.Interval != d {
			m.l.add(diag.Error(r.At("interval"), "invalid-interval", "Invalid interval",
				fmt.Sprintf("The interval is %s, and must be from 1m to 24h.", argument.ShortDuration(d))))
		}
	}
	out.MaxAge = MaxAgeIntervals * out.Interval
	if d, ok := r.Duration("max_age"); ok {
		out.MaxAge = max(d, out.Interval)
		if d < out.Interval {
			m.l.add(diag.Error(r.At("max_age"), "invalid-max-age", "Invalid max_age",
				fmt.Sprintf("The value is %s, but the server looks at each organization only every %s, so it would often not be ready. Set max_age to at least the interval. The default is three times the interval.", argument.ShortDuration(d), argument.ShortDuration(out.Interval))))
		}
	}
	out.arguments = r.Args
	for _, t := range b.targets {
		out.Targets = append(out.Targets, m.target(t))
	}
	slices.SortFunc(out.Targets, func(a, b *Target) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name)) })
	return out
}
