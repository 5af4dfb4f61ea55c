package adopt

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// adoption is what is learnt from pass to pass.
type adoption struct {
	Input
	before  map[identity]*audit.Subject // by the existing configuration
	gaps    []audit.Gap
	left    map[identity]string // why
	protect map[identity]bool   // covered already, and a new glob would claim it
	claimed map[identity]bool
	flooded map[string]bool

	members map[identity]*member // of the last pass
	ofBlock map[string][]*member // by label
}

func newAdoption(in Input) *adoption {
	a := &adoption{
		Input: in, before: map[identity]*audit.Subject{},
		left: map[identity]string{}, protect: map[identity]bool{}, claimed: map[identity]bool{}, flooded: map[string]bool{},
	}
	judged, _ := audit.Judge(in.Config, in.Snapshot, time.Time{})
	a.gaps = judged.Gaps
	for i := range judged.Subjects {
		s := &judged.Subjects[i]
		a.before[identityOf(s.Organization, &s.Grant)] = s
	}
	return a
}

func covered(s *audit.Subject) bool { return s.Verdict == pat.Conforming || s.Verdict == pat.Excepted }

// wanted reports whether a template is to cover a request or token.
func (a *adoption) wanted(id identity) bool {
	s := a.before[id]
	switch {
	case a.left[id] != "":
		return false
	case a.protect[id]:
		return true
	}
	return slices.Contains(a.Kinds, s.Kind) && (a.All || !covered(s))
}

// document makes templates with what is known so far.
func (a *adoption) document() *document {
	v := newVocabulary(a.Config.Catalog)
	g := &grouping{vocabulary: v, exact: a.Exact || a.missingIsError(), claimed: a.claimed, flooded: a.flooded}
	var members []*member
	crowds := map[string]*crowd{}
	for i := range a.Snapshot.Organizations {
		o := &a.Snapshot.Organizations[i]
		crowds[strings.ToLower(o.Login)] = crowdOf(o)
		members = append(members, a.membersOf(o, v)...)
	}
	slices.SortFunc(members, func(a, b *member) int {
		return cmp.Or(strings.Compare(a.organization, b.organization), compareMembers(a, b))
	})
	a.members, a.ofBlock = map[identity]*member{}, map[string][]*member{}
	for _, m := range members {
		a.members[m.identity] = m
	}
	doc := &document{permissions: v.extras()}
	d := draft{vocabulary: v, namer: newNamer(a.Config), crowds: crowds}
	for _, u := range g.units(members) {
		b := d.template(u)
		doc.templates = append(doc.templates, b)
		a.ofBlock[b.label] = u.members
	}
	slices.SortFunc(doc.templates, func(a, b block) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.TargetName), strings.ToLower(b.TargetName)), strings.Compare(a.label, b.label))
	})
	doc.host, doc.organizations = a.surroundings(doc.templates)
	doc.comments = a.heading(doc.templates, len(members))
	return doc
}

func (a *adoption) missingIsError() bool {
	return slices.ContainsFunc(a.Config.Rules, func(r *hcl.RuleSetting) bool {
		return r.Name == "permission-missing" && r.Severity == pat.SeverityError
	})
}

func crowdOf(o *github.Organization) *crowd {
	var names []string
	for _, list := range [][]pat.Grant{o.Requests, o.Tokens} {
		for i := range list {
			names = append(names, list[i].TokenName)
		}
	}
	return newCrowd(names)
}

// membersOf returns what of an organization is to be covered and can be.
func (a *adoption) membersOf(o *github.Organization, v *vocabulary) []*member {
	var out []*member
	for _, list := range [][]pat.Grant{o.Requests, o.Tokens} {
		for i := range list {
			id := identityOf(o.Login, &list[i])
			if !a.wanted(id) {
				continue
			}
			permissions, why := v.declarable(list[i].Permissions)
			switch {
			case !isOrganization(o.Login):
				why = "the organization's login is not valid in a template"
			case why == "" && len(permissions) == 0 && list[i].TokenName == "":
				why = "GitHub returns neither its name nor its permissions"
			}
			if why != "" {
				a.left[id] = why
				continue
			}
			out = append(out, newMember(o, &list[i], permissions))
		}
	}
	return out
}

// surroundings returns the host and the organizations that have to be declared
// beside templates: all where there is no configuration, and those that would
// otherwise be undeclared beside others.
func (a *adoption) surroundings(templates []block) (host string, organizations []string) {
	fresh := len(a.Config.Sources) == 0
	if fresh && a.Snapshot.Host != "" && !strings.EqualFold(a.Snapshot.Host, pat.DefaultHost) {
		host = a.Snapshot.Host
	}
	if !fresh && len(a.Config.Organizations) == 0 {
		return host, nil
	}
	for _, t := range templates {
		declared := slices.ContainsFunc(a.Config.Organizations, func(o *hcl.Organization) bool { return strings.EqualFold(o.Login, t.TargetName) })
		if !declared && !slices.Contains(organizations, t.TargetName) {
			organizations = append(organizations, t.TargetName)
		}
	}
	return host, organizations
}

func (a *adoption) heading(templates []block, members int) []string {
	return []string{
		fmt.Sprintf("Created by patctl import: %s for %s of %s.", counted(len(templates), "template"), Counted(members, a.Kinds),
			counted(len(a.Snapshot.Organizations), "organization")),
		"The templates describe what exists, which may be more than what is needed. Narrow them before you rely on them.",
	}
}

// newNamer returns a namer that knows the existing names and labels.
func newNamer(cfg *hcl.Configuration) *namer {
	n := &namer{names: map[string]bool{}, labels: map[string]bool{}, taken: map[string]int{}}
	for _, t := range cfg.Templates {
		n.names[nameKey(t.TargetName, t.Name)] = true
	}
	for address := range cfg.Declared {
		if label, ok := strings.CutPrefix(address, "template."); ok {
			n.labels[label] = true
		}
	}
	for _, e := range cfg.Exceptions {
		n.labels[exceptionLabels+e.Name] = true
	}
	return n
}
