package lazyregexp

import (
	"regexp/syntax"
	"slices"
)

// edge are texts: each match of an expression begins with one of them, or ends with one if last is true.
// An empty text says nothing.
func (a analysis) edge(x *syntax.Regexp, last bool) []factor {
	if f := a.findIn(x); f.exact != nil {
		return unsure(f.exact)
	}
	switch x.Op {
	case syntax.OpCapture, syntax.OpPlus:
		return a.edge(x.Sub[0], last)
	case syntax.OpRepeat:
		if x.Min > 0 {
			return a.edge(x.Sub[0], last)
		}
	case syntax.OpConcat:
		return a.edgeOfRow(x.Sub, last)
	case syntax.OpAlternate:
		var all []factor
		for _, sub := range x.Sub {
			all = append(all, a.edge(sub, last)...)
		}
		return few(all)
	}
	return few(nil)
}

// edgeOfRow is the edge of expressions one after another. Those that may be left out do not end it.
func (a analysis) edgeOfRow(parts []*syntax.Regexp, last bool) []factor {
	if last {
		parts = slices.Clone(parts)
		slices.Reverse(parts)
	}
	join := func(row, more []factor) []factor {
		if last {
			return joined(more, row)
		}
		return joined(row, more)
	}
	var all []factor
	row := few(nil)
	for _, part := range parts {
		exact := a.findIn(part).exact != nil
		switch {
		case part.Op == syntax.OpWordBoundary && !last:
			row = bounded(row)
		case part.Op == syntax.OpWordBoundary:
		case !exact && (part.Op == syntax.OpStar || part.Op == syntax.OpQuest || part.Op == syntax.OpRepeat && part.Min == 0):
			more := join(row, a.edge(part.Sub[0], last))
			if more == nil {
				return few(append(all, row...))
			}
			all = append(all, more...)
		default:
			more := join(row, a.edge(part, last))
			if more == nil {
				return few(append(all, row...))
			}
			if row = more; !exact {
				return few(append(all, row...))
			}
		}
	}
	return few(append(all, row...))
}

// joined are all texts of one of the first and then one of the second; nil: too many.
func joined(before, after []factor) []factor {
	if len(before)*len(after) > maxEdges {
		return nil
	}
	both, _ := pairs(before, after)
	return both
}

// maxEdges is how many texts an edge has at most.
const maxEdges = 64

// few gives texts as they are, or one that says nothing: if there are too many, or if one does.
func few(all []factor) []factor {
	all = distinct(unsure(all))
	if len(all) == 0 || len(all) > maxEdges || slices.ContainsFunc(all, func(f factor) bool { return f.text == "" }) {
		return []factor{{}}
	}
	return all
}

// starts are texts: each match begins with one of them. nil: nothing is known.
func (a analysis) starts(x *syntax.Regexp) []factor {
	all := a.edge(x, false)
	if rarity(all) == 0 {
		return nil
	}
	return distinct(unsure(all))
}
