package planreport

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// Parts are the parts of a saved plan that are to be carried out.
type Parts struct {
	Inventory bool // the changes of the templates
	Judged    bool // what was judged, and what is to be done
}

// Differences says in whole sentences in what a saved plan differs from one that
// was made now; empty: in nothing. Only what passes with time alone does not
// count: days in reasons, and the hash of what was read, such as when a token was
// used last.
func (d *Document) Differences(now *Document, parts Parts) []string {
	var out []string
	compare := func(what string, was, is any) {
		if !sameJSON(was, is) {
			out = append(out, what)
		}
	}
	compare("A different version of patctl made the plan.", []string{d.FormatVersion, d.PatctlVersion}, []string{now.FormatVersion, now.PatctlVersion})
	out = append(out, variableDifferences(d.Variables, now.Variables)...)
	compare("The configuration or the values of its variables have changed since the plan was made.", d.Hashes.Configuration, now.Hashes.Configuration)
	compare("The catalog of permissions differs from the one in the plan.", d.Hashes.Catalog, now.Hashes.Catalog)
	if parts.Inventory {
		compare("The earlier state differs from the one in the plan: "+now.since(diag.Printable), []any{d.Baseline, d.Hashes.Baseline}, []any{now.Baseline, now.Hashes.Baseline})
		compare("The changes to templates differ from the plan.", d.TemplateChanges, now.TemplateChanges)
		compare("The other changed blocks differ from the plan.", d.TermChanges, now.TermChanges)
	}
	if parts.Judged {
		out = append(out, d.judgedDifferences(now)...)
	}
	if len(out) == 0 {
		compare("The plan's summary does not match its contents.", d.summary(parts), now.summary(parts))
	}
	return out
}

// summary are the counts of some parts.
func (d *Document) summary(parts Parts) Summary {
	s := d.Summary
	if !parts.Inventory {
		s.Add, s.Change, s.Destroy, s.Escalations, s.Unchanged = 0, 0, 0, 0, 0
	}
	if !parts.Judged {
		s.Approve, s.Deny, s.Revoke, s.Judged = 0, 0, 0, nil
	}
	return s
}

func (d *Document) judgedDifferences(now *Document) []string {
	var out []string
	compare := func(what string, was, is any) {
		if !sameJSON(was, is) {
			out = append(out, what)
		}
	}
	out = append(out, reviewDifferences(d.Reviews, now.Reviews)...)
	if len(out) == 0 {
		compare("The reviews are in a different order.", timeless(d.Reviews), timeless(now.Reviews))
	}
	compare("The organizations differ from the plan.", d.Organizations, now.Organizations)
	compare("What could not be read or checked differs from the plan.", []any{d.Complete, d.Incomplete}, []any{now.Complete, now.Incomplete})
	compare("The requests and tokens without a proposed review differ from the plan.", d.LeftOut, now.LeftOut)
	compare("The limits or the number of active tokens differ from the plan.", d.ReviewLimits, now.ReviewLimits)
	compare("The changed verdicts differ from the plan.", d.VerdictChanges, now.VerdictChanges)
	compare("The number of requests and tokens differs from the plan.", d.Summary.Judged, now.Summary.Judged)
	return out
}

func variableDifferences(was, is []Variable) []string {
	var out []string
	for _, name := range namesOf(was, is) {
		before, now := variableNamed(was, name), variableNamed(is, name)
		switch {
		case sameJSON(before, now):
		case now == nil && before.Sensitive:
			out = append(out, fmt.Sprintf("The sensitive variable %q is not set.", name))
		default:
			out = append(out, fmt.Sprintf("The value of the variable %q differs from the plan.", name))
		}
	}
	if len(out) == 0 && !sameJSON(was, is) {
		out = append(out, "The variables are duplicated or in a different order.")
	}
	return out
}

func namesOf(lists ...[]Variable) []string {
	var out []string
	for _, list := range lists {
		for i := range list {
			out = append(out, list[i].Name)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func variableNamed(list []Variable, name string) *Variable {
	for i := range list {
		if list[i].Name == name {
			return &list[i]
		}
	}
	return nil
}

// reviewDifferences compares reviews one by one.
func reviewDifferences(was, is []Review) []string {
	before, now := reviewsByKey(was), reviewsByKey(is)
	var out []string
	for i := range was {
		r := &was[i]
		switch n := now[r.key()]; {
		case n == nil:
			out = append(out, fmt.Sprintf("%s: the plan would %s it, but patctl would now do nothing.", r.label(), r.Action))
		case n.Action != r.Action:
			out = append(out, fmt.Sprintf("%s: the plan would %s it, but patctl would now %s it.", r.label(), r.Action, n.Action))
		case n.State != r.State:
			out = append(out, fmt.Sprintf("%s: it changed after the plan was made.", r.label()))
		case !sameJSON(timeless([]Review{*n}), timeless([]Review{*r})):
			out = append(out, fmt.Sprintf("%s: the verdict, the reason, or another detail has changed since the plan was made.", r.label()))
		}
	}
	for i := range is {
		if r := &is[i]; before[r.key()] == nil {
			out = append(out, fmt.Sprintf("%s: the plan does nothing, but patctl would now %s it.", r.label(), r.Action))
		}
	}
	return out
}

func reviewsByKey(list []Review) map[string]*Review {
	out := make(map[string]*Review, len(list))
	for i := range list {
		out[list[i].key()] = &list[i]
	}
	return out
}

func (r *Review) key() string {
	return fmt.Sprintf("%s %s %d", strings.ToLower(r.Organization), r.Kind, r.ID)
}

var dayCounts = lazyregexp.New(`\b[0-9]+ days?\b`)

// timeless are reviews whose reasons and findings name no number of days: that
// changes every day. What is sent is the new reason.
func timeless(list []Review) []Review {
	out := slices.Clone(list)
	for i := range out {
		out[i].Reason = dayCounts.ReplaceAllString(out[i].Reason, "days")
		out[i].Findings = make([]string, len(list[i].Findings))
		for k, f := range list[i].Findings {
			out[i].Findings[k] = dayCounts.ReplaceAllString(f, "days")
		}
	}
	return out
}

// sameJSON reports whether two values are written as the same JSON.
func sameJSON(a, b any) bool { return reflect.DeepEqual(decoded(a), decoded(b)) }

func decoded(v any) any {
	text, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("encode %T: %v", v, err))
	}
	var out any
	dec := json.NewDecoder(strings.NewReader(string(text)))
	dec.UseNumber()
	if err := dec.Decode(&out); err != nil {
		panic(fmt.Sprintf("decode %T: %v", v, err))
	}
	return out
}
