package planreport

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/diag"
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
	compare("The plan was made by another version of patctl.", []string{d.FormatVersion, d.PatctlVersion}, []string{now.FormatVersion, now.PatctlVersion})
	out = append(out, variableDifferences(d.Variables, now.Variables)...)
	compare("The configuration has changed since the plan was made, or has other values of variables.", d.Hashes.Configuration, now.Hashes.Configuration)
	compare("The catalog of permissions is not the one of the plan.", d.Hashes.Catalog, now.Hashes.Catalog)
	if parts.Inventory {
		compare("The templates are compared with something else than in the plan: "+now.since(diag.Printable), []any{d.Baseline, d.Hashes.Baseline}, []any{now.Baseline, now.Hashes.Baseline})
		compare("The changes of the templates are not those of the plan.", d.TemplateChanges, now.TemplateChanges)
		compare("The other blocks that change are not those of the plan.", d.TermChanges, now.TermChanges)
	}
	if parts.Judged {
		out = append(out, d.judgedDifferences(now)...)
	}
	if len(out) == 0 {
		compare("The plan's summary is not what it sums up.", d.summary(parts), now.summary(parts))
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
		compare("The reviews are in another order.", timeless(d.Reviews), timeless(now.Reviews))
	}
	compare("The organizations are not those of the plan.", d.Organizations, now.Organizations)
	compare("What could not be read or judged is not what the plan says.", []any{d.Complete, d.Incomplete}, []any{now.Complete, now.Incomplete})
	compare("The requests and tokens left out are not those of the plan.", d.LeftOut, now.LeftOut)
	compare("The limits, or the number of active tokens, are not those of the plan.", d.ReviewLimits, now.ReviewLimits)
	compare("The verdicts that change are not those of the plan.", d.VerdictChanges, now.VerdictChanges)
	compare("There are not as many requests and tokens as the plan says.", d.Summary.Judged, now.Summary.Judged)
	return out
}

func variableDifferences(was, is []Variable) []string {
	var out []string
	for _, name := range namesOf(was, is) {
		before, now := variableNamed(was, name), variableNamed(is, name)
		switch {
		case sameJSON(before, now):
		case now == nil && before.Sensitive:
			out = append(out, fmt.Sprintf("The sensitive variable %q has no value now.", name))
		default:
			out = append(out, fmt.Sprintf("The variable %q has another value than in the plan.", name))
		}
	}
	if len(out) == 0 && !sameJSON(was, is) {
		out = append(out, "The variables occur twice, or in another order.")
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
			out = append(out, fmt.Sprintf("%s: the plan would %s it, and patctl would now leave it alone.", r.label(), r.Action))
		case n.Action != r.Action:
			out = append(out, fmt.Sprintf("%s: the plan would %s it, and patctl would now %s it.", r.label(), r.Action, n.Action))
		case n.State != r.State:
			out = append(out, fmt.Sprintf("%s: it has changed since the plan was made.", r.label()))
		case !sameJSON(timeless([]Review{*n}), timeless([]Review{*r})):
			out = append(out, fmt.Sprintf("%s: the verdict, the reason, or another detail in the plan is not what it would be now.", r.label()))
		}
	}
	for i := range is {
		if r := &is[i]; before[r.key()] == nil {
			out = append(out, fmt.Sprintf("%s: the plan leaves it alone, and patctl would now %s it.", r.label(), r.Action))
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

var dayCounts = regexp.MustCompile(`\b[0-9]+ days?\b`)

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
