package assist

import (
	"github.com/patctl/patctl/internal/hcl/schema"
	"github.com/patctl/patctl/internal/lsp/cursor"
)

// role is what a place in the value of an argument is.
type role int

const (
	whole   role = iota // the value
	element             // an element of a list in it
	key                 // a key of an object in it
	member              // the value of a key of an object in it
	inner               // something else, such as an argument of a function
)

// want is what can be at a place.
type want struct {
	block     *schema.Block // around the place; nil: not known
	body      bool          // an argument or a block begins there
	label     bool          // the label of a block is there; block is that block
	argument  schema.Argument
	role      role
	key       string // of the member
	literal   bool   // without references and functions
	self      self
	each      bool     // each is known
	templates bool     // references to templates are
	labels    []string // of the block at the top
}

// self is what self is at a place.
type self int

const (
	noSelf     self = iota
	policySelf      // a template, request, or token
	reviewSelf      // a request that is denied
	targetSelf      // what somebody is told about
)

// keeping are functions whose result is like their arguments.
var keeping = map[string]bool{
	"merge": true, "permissions_union": true, "try": true, "coalesce": true, "coalescelist": true, "concat": true, "distinct": true, "compact": true,
	"toset": true, "tolist": true, "tomap": true, "tostring": true, "tonumber": true, "flatten": true, "sort": true, "reverse": true, "nonsensitive": true, "setunion": true, "": true,
}

// endpointsOf are the arguments of permissions_for.
var endpointsOf = schema.Argument{Type: schema.Endpoints}

// wantAt is what can be at a place in a document with a name.
func (m module) wantAt(name string, c *cursor.Cursor) want {
	w := want{block: m.root(name)}
	for i := range c.Frames {
		last := i == len(c.Frames)-1
		switch f := &c.Frames[i]; f.Opener {
		case cursor.AtTop, cursor.InBody:
			w.enter(f, i)
			m.bodyOf(&w, f, last)
		case cursor.InObject:
			w.enterObject(f)
		case cursor.InList:
			if w.role == whole && w.argument.Type != schema.Permissions && w.argument.Type != schema.StringMap {
				w.role = element
			} else if w.role != element {
				w.role = inner
			}
		case cursor.InCall:
			w.enterCall(f.Call)
		case cursor.InInsert:
			w.argument, w.role = schema.Argument{Type: schema.Any}, inner
		case cursor.InString:
			if top := c.Frames[i-1]; !top.Value && (top.Opener == cursor.AtTop || top.Opener == cursor.InBody) && len(top.Words) > 0 {
				w.label, w.body = true, false
				w.block = w.child(top.Words[0])
			}
		}
	}
	return w
}

// isKey reports whether the string at a place is a key of an object.
func isKey(c *cursor.Cursor) bool {
	around := c.Frames[len(c.Frames)-2]
	return around.Opener == cursor.InObject && !around.Value
}

// enter goes into the body of a block.
func (w *want) enter(f *cursor.Frame, depth int) {
	if depth == 0 {
		return
	}
	typ := ""
	if len(f.Head) > 0 {
		typ = f.Head[0]
	}
	w.block = w.child(typ)
	if depth == 1 {
		w.labels = f.Head
	}
	for _, n := range *f.Names {
		w.each = w.each || n.Name == "for_each"
	}
}

func (w *want) child(typ string) *schema.Block {
	if w.block == nil {
		return nil
	}
	for _, inner := range w.block.Blocks {
		if inner.Type == typ {
			return inner
		}
	}
	return nil
}

// bodyOf is what is wanted in a body: an item, or the value of an argument.
func (m module) bodyOf(w *want, f *cursor.Frame, last bool) {
	w.role, w.key = whole, ""
	switch {
	case w.block == nil && f.Value:
		w.argument = schema.Argument{Type: schema.Any}
	case w.block == nil:
	case f.Value:
		w.argument = m.argument(w.block, f)
		w.scope()
		switch w.argument.Type {
		case schema.Literal, schema.LiteralBool, schema.LiteralString, schema.LiteralStrings, schema.TypeConstraint:
			w.literal = true
		}
	case last && len(f.Words) > 0:
		w.label, w.block = true, w.child(f.Words[0])
	case last:
		w.body = !f.Operand
	}
}

func (w *want) enterObject(f *cursor.Frame) {
	if (w.argument.Type == schema.Any || w.argument.Type == schema.Literal) && hasPermissions(f) {
		w.argument.Type, w.role = schema.Permissions, whole
	}
	switch {
	case w.role != whole:
		w.role = inner
	case f.Value:
		w.role, w.key = member, f.Key
	default:
		w.role = key
	}
}

// hasPermissions reports whether an object has a permission of a kind that is hardly
// anything else, and that level.
func hasPermissions(f *cursor.Frame) bool {
	for _, n := range *f.Names {
		switch n.Name {
		case "contents", "metadata", "pull_requests", "issues", "actions", "administration", "workflows", "statuses", "checks", "deployments", "secrets", "environments", "members":
			return true
		}
	}
	return false
}

// scope says what references to others than variables and locals an argument takes.
func (w *want) scope() {
	w.each = w.each && w.argument.Name != "for_each"
	switch w.block {
	case schema.Policy:
		if w.argument.Type == schema.Condition || w.argument.Name == "error_message" {
			w.self, w.templates = policySelf, true
		}
	case schema.Review:
		if w.argument.Name == "message" {
			w.self = reviewSelf
		}
	case schema.Slack, schema.Teams, schema.Issue, schema.Webhook:
		if w.argument.Name == "message" {
			w.self = targetSelf
		}
	case schema.Locals, schema.TemplateBlock, schema.Match, schema.Module, schema.TestRequest, schema.TestToken, schema.Expect, schema.ExpectLink, schema.ExpectSnapshot:
		w.templates = true
	}
}

func (w *want) enterCall(name string) {
	switch {
	case name == schema.PermissionsFor:
		w.argument, w.role = endpointsOf, element
	case w.argument.Type == schema.TypeConstraint && (name == "object" || name == "tuple" || name == "optional" || name == "list" || name == "set" || name == "map"):
		w.role = whole
	case !keeping[name]:
		w.argument, w.role = schema.Argument{Type: schema.Any}, inner
	}
}
