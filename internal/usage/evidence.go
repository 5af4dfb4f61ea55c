package usage

import (
	"maps"
	"slices"

	"github.com/patctl/patctl/internal/pat"
)

// evidence is what calls show of the permissions of a token.
type evidence struct {
	observer *Observer
	granted  pat.Permissions
	seen     map[string]*Permission
	last     map[string]*Call // that was counted for a permission
	// may is up to which level a permission may have been used, for each reason why that is
	// not known.
	may map[string]map[Reason]pat.Level
}

const metadata = "metadata"

// everything is the level of a use that may be anything.
const everything = pat.Admin

// add adds a call. With a doubt, it may be one of another token.
func (e *evidence) add(c *Call, doubt Reason) {
	for _, n := range e.observer.needs(c) {
		if doubt != "" {
			n.weaken(doubt)
		} else if c.Count == 0 {
			n.weaken(ReasonRefused)
		}
		e.addNeed(c, n)
	}
}

func (e *evidence) addNeed(c *Call, n need) {
	for _, set := range n.sets {
		for name, level := range set {
			e.use(c, name, level)
		}
	}
	for reason, reach := range n.may {
		if reach == nil {
			for name := range e.granted {
				e.mayUse(c, name, everything, reason)
			}
			continue
		}
		for name, level := range reach {
			e.mayUse(c, name, level, reason)
		}
	}
}

// use notes that a call took a permission, or one beside it. The token has no more of it
// than was granted.
func (e *evidence) use(c *Call, name string, level pat.Level) {
	granted, has := e.granted[name]
	if !has || name == metadata {
		return
	}
	p := e.permission(name)
	if !granted.Includes(level) {
		level = granted
	}
	if !p.Seen.Includes(level) {
		p.Seen = level
	}
	e.count(p, c)
}

// count counts a call once for a permission, however many sets have it.
func (e *evidence) count(p *Permission, c *Call) {
	if e.last[p.Name] == c || c.Count == 0 {
		return
	}
	e.last[p.Name] = c
	p.Calls += c.Count
	p.LastAt = later(p.LastAt, c.LastAt)
}

// mayUse notes that a call may have taken a permission.
func (e *evidence) mayUse(c *Call, name string, level pat.Level, reason Reason) {
	if _, has := e.granted[name]; !has || name == metadata {
		return
	}
	e.count(e.permission(name), c)
	if e.may[name] == nil {
		e.may[name] = map[Reason]pat.Level{}
	}
	if !e.may[name][reason].Includes(level) {
		e.may[name][reason] = level
	}
}

func (e *evidence) permission(name string) *Permission {
	if e.seen[name] == nil {
		e.seen[name] = &Permission{Name: name}
	}
	return e.seen[name]
}

// permissions returns what is known of each permission of a token, sorted by section and
// name. The metadata of repositories is not among them: no token can be without it.
func (e *evidence) permissions(g *pat.Grant, s sight) []Permission {
	out := []Permission{}
	for _, section := range []struct {
		name        pat.Section
		permissions pat.Permissions
	}{
		{pat.Organization, g.Permissions.Organization}, {pat.Repository, g.Permissions.Repository}, {pat.Account, g.Permissions.Other},
	} {
		for _, name := range slices.Sorted(maps.Keys(section.permissions)) {
			if name == metadata {
				continue
			}
			out = append(out, e.judge(name, section.permissions[name], section.name, s))
		}
	}
	return out
}

func (e *evidence) judge(name string, granted pat.Level, section pat.Section, s sight) Permission {
	canonical := name
	for other := range e.observer.catalog.Canonical(pat.Permissions{name: granted}) {
		canonical = other
	}
	p := Permission{}
	if seen := e.seen[canonical]; seen != nil {
		p = *seen
	}
	p.Name, p.Section, p.Granted = name, section, granted
	if granted.Rank() <= 0 { // a level that is not known
		p.State, p.Reasons = NotObservable, []Reason{ReasonCatalog}
		return p
	}
	if p.Seen != "" && p.Seen.Includes(granted) {
		p.State = Used
		return p
	}
	why := map[Reason]bool{}
	for reason, level := range e.may[canonical] {
		if p.Seen == "" || !p.Seen.Includes(level) {
			why[reason] = true
		}
	}
	for _, level := range e.observer.levelsAbove(canonical, p.Seen, granted) {
		for _, reason := range s.blind(e.observer.opens, canonical, level, section) {
			why[reason] = true
		}
	}
	p.Reasons = slices.Sorted(maps.Keys(why))
	switch {
	case len(why) == 0 && p.Seen == "":
		p.State = NotSeen
	case len(why) == 0:
		p.State = Narrower
	case p.Seen == "":
		p.State = NotObservable
	default:
		p.State = Used
	}
	return p
}

// levelsAbove are the levels that a permission has above one that was seen, up to the one
// that was granted, which is always among them.
func (o *Observer) levelsAbove(name string, seen, granted pat.Level) []pat.Level {
	permission, _ := o.catalog.Permission(name)
	var out []pat.Level
	for _, level := range []pat.Level{pat.Read, pat.Write, pat.Admin} {
		offered := permission.HasLevel(level) || level == granted
		if offered && level.Rank() > seen.Rank() && level.Rank() <= granted.Rank() {
			out = append(out, level)
		}
	}
	return out
}
