package program

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/reading"
)

// Request is a request that a program makes.
type Request struct {
	At       *Expr
	Method   string // "" where MethodOf says it
	MethodOf *Expr
	Target   *Expr
	Base     *Expr // what a client puts before paths; nil: nothing
	// Client: the client is one of GitHub's API, so that every path is one of it.
	Client bool
	Body   []*Expr // where a GraphQL document may be
	As     string
	oneOf  bool // the target is one of several
}

// maxFollowed is how many functions are followed that make the request of those who
// call them; maxSites is how many calls of one are.
const (
	maxFollowed = 4
	maxSites    = 400
	maxAll      = 20000 // in a program
)

// Request notes a request. If it depends on parameters of a function, the function's
// callers make the request.
func (c *Collector) Request(r Request, scope *Scope) {
	c.request(r, r.At, &Frame{Scope: scope}, 0)
}

func (c *Collector) request(r Request, at *Expr, f *Frame, depth int) {
	if depth > 0 && !f.reached(r.At.Block) {
		return
	}
	ev := c.Program.Evaluate()
	method := r.Method
	if method == "" {
		method = strings.ToUpper(ev.Text(r.MethodOf, f))
	}
	target := c.target(ev, r, f)
	follow := func(at *Expr, f *Frame) { c.request(r, at, f, depth+1) }
	if address := ReadAddress(target); IsGraphQL(address.Path) && address.Owner != Another {
		if !c.documents(at, f, r.Body) && (depth >= maxFollowed || c.isAsked(r.Body, f) || !c.callers(f, follow)) {
			c.asked = append(c.asked, at)
		}
		return
	}
	if len(ev.Free) > 0 && depth < maxFollowed && depends(method, target) && c.callers(f, follow) {
		return
	}
	if isVariable(target) && !r.oneOf {
		if values := several(r.Target, f); len(values) > 1 && len(values) <= maxValues {
			for _, value := range values {
				r.Target, r.oneOf = value, true
				c.request(r, at, f, depth)
			}
			return
		}
	}
	if got, frame := ev.Resolve(r.MethodOf, f); r.Method == "" && got != nil && got.Kind == Choice {
		for _, a := range got.Args[:2] {
			r.Method, r.oneOf = strings.ToUpper(c.Program.Evaluate().Text(a.Value, frame)), true
			c.request(r, at, f, depth)
		}
		return
	}
	c.note(r, at, method, target, depth > 0)
}

// maxValues is how many values a name may have that are all looked at.
const maxValues = 6

// several are the values of a name that has more than one, or of an expression that has
// one of two.
func several(e *Expr, f *Frame) []*Expr {
	if e == nil {
		return nil
	}
	if e.Kind == Choice {
		return []*Expr{e.Args[0].Value, e.Args[1].Value}
	}
	if e.Kind != Name {
		return nil
	}
	for s := scopeOf(e, f); s != nil; s = s.Above {
		var found []*Expr
		for _, v := range s.Values[e.Text] {
			if v.Element {
				return nil
			}
			if v.Expr != nil && v.Expr.Kind == Choice {
				found = append(found, v.Expr.Args[0].Value, v.Expr.Args[1].Value)
				continue
			}
			found = append(found, v.Expr)
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// isAsked reports whether the document of a request does not depend on the parameters of
// the function around it. Then the callers of the function cannot tell more about it.
func (c *Collector) isAsked(body []*Expr, f *Frame) bool {
	for _, e := range body {
		ev := c.Program.Evaluate()
		got, frame := ev.Resolve(e, f)
		if got == nil || got.Kind != Pairs {
			continue
		}
		if query := got.Arg(-1, "query"); query != nil {
			ev.Resolve(query, frame)
			return len(ev.Free) == 0
		}
	}
	return false
}

// target is the address that a request goes to.
func (c *Collector) target(ev *Evaluation, r Request, f *Frame) string {
	target := ev.Text(r.Target, f)
	if r.Base == nil {
		return target
	}
	if address := ReadAddress(target); address.Owner == Local {
		return strings.TrimSuffix(ev.Text(r.Base, f), "/") + address.Path
	}
	return target
}

// depends reports whether which endpoint a request is for depends on variables.
func depends(method, target string) bool {
	if strings.HasPrefix(method, "{") {
		return true
	}
	address := ReadAddress(target)
	switch address.Owner {
	case Another, Hosted:
		return false
	case Open, Local, API:
		path := address.Path
		return !Rooted(path) || isLoose(path)
	}
	return true
}

// looseNames are names of variables that hold more than one word of a path.
var looseNames = []string{"path", "endpoint", "url", "uri", "route", "resource", "suffix", "rest", "sub_path", "subpath", "api_path", "href", "action", "tail"}

// isLoose reports whether a path ends with a variable that may be more than one
// word of it, or with one that is put to a word.
func isLoose(path string) bool {
	path, _, _ = strings.Cut(path, "?")
	open := strings.LastIndexByte(path, '{')
	if open < 1 || !strings.HasSuffix(path, "}") {
		return false
	}
	if path[open-1] != '/' {
		return true
	}
	return slices.Contains(looseNames, strings.ToLower(path[open+1:len(path)-1])) && !strings.Contains(path, "/contents/")
}

// callers notes the requests of those who call the function that a frame begins
// in; false where nobody is known to.
func (c *Collector) callers(f *Frame, follow func(at *Expr, f *Frame)) bool {
	root := f.root()
	if root.Scope == nil || root.Scope.Name == "" || c.Program.Function(root.Scope.Name) == nil {
		return false
	}
	sites := c.Program.Sites(root.Scope.Name)
	found := false
	for _, site := range sites[:min(len(sites), maxSites)] {
		if site.Scope == root.Scope || !c.fits(root.Scope, site.Call) {
			continue
		}
		found = true
		if c.followed++; c.followed > maxAll {
			c.Unclear(site.Call, reading.Unreadable)
			break
		}
		follow(site.Call, f.withRoot(Enter(root.Scope, site.Call, &Frame{Scope: site.Scope})))
	}
	return found
}

// fits reports whether a call may be one of a function: what belongs to a class is
// called of something, and with no more arguments than it takes.
func (c *Collector) fits(function *Scope, call *Expr) bool {
	first, _, more := strings.Cut(call.X.Path(), ".")
	if function.Class != "" && call.X.Kind != Member || more && c.Program.Imports[first] {
		return false
	}
	spread := slices.ContainsFunc(function.Params, func(p Param) bool { return p.Spread })
	given := 0
	for _, a := range call.Args {
		if a.Name == "" {
			given++
		}
	}
	return spread || given <= len(function.Params)
}

// note notes a request, or that it cannot be read.
func (c *Collector) note(r Request, at *Expr, method, target string, followed bool) {
	address := ReadAddress(target)
	path := address.Path
	switch address.Owner {
	case Another:
		return
	case Hosted:
		c.Add(at, reading.Call{Kind: reading.Host, Text: "host " + address.Host, As: r.As})
		return
	case Local:
		likely := r.Client || c.Program.Speaks && ownRoot(path)
		if followed && !Rooted(path) || !likely {
			return
		}
	case Open:
		c.open(r, at, method, target, address)
		return
	}
	c.call(r, at, method, target, path)
}

// open notes a request whose host is not in the text.
func (c *Collector) open(r Request, at *Expr, method, target string, address Address) {
	switch {
	case address.Path != "" && ownRoot(address.Path) && (c.Program.Speaks || strings.Count(address.Path, "/") > 2):
		c.call(r, at, method, address.Path, address.Path)
	case !c.Program.Speaks || isOthers(target):
	case Rooted(address.Path):
		c.call(r, at, method, address.Path, address.Path)
	default:
		c.Unclear(at, reading.Unreadable)
	}
}

// call notes a call of the API.
func (c *Collector) call(r Request, at *Expr, method, target, path string) {
	switch {
	case !isMethod(method) || !Rooted(path):
		if method == "OPTIONS" || strings.Trim(path, "/") == "" && isMethod(method) {
			return
		}
		c.Unclear(at, reading.Unreadable)
	default:
		c.Add(at, reading.Call{Text: method + " " + twoWords(plainTarget(target)), As: r.As, Candidate: r.oneOf})
	}
}

func isMethod(method string) bool {
	return slices.Contains([]string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}, method)
}

// plainTarget is a target as one word.
func plainTarget(target string) string {
	if !strings.Contains(target, "://") && !strings.HasPrefix(target, "/") {
		target = "/" + target
	}
	fields := strings.Fields(target)
	return strings.Join(fields, "%20")
}
