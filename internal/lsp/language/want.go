package language

import (
	"strings"

	"github.com/patctl/patctl/internal/hcl/schema"
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
	block    *schema.Block // around the place; nil: not known
	body     bool          // an argument or a block begins there
	label    bool          // the label of a block is there; block is that block
	argument schema.Argument
	role     role
	key      string // of the member
	literal  bool   // without references and functions
	self     string // "policy", "review", or "": there is no self
	each     bool
	labels   []string // of the block at the top
}

// keeping are functions whose result is like their arguments.
var keeping = map[string]bool{
	"merge": true, "permissions_union": true, "try": true, "coalesce": true, "coalescelist": true, "concat": true, "distinct": true, "compact": true,
	"toset": true, "tolist": true, "tomap": true, "tostring": true, "tonumber": true, "flatten": true, "sort": true, "reverse": true, "nonsensitive": true, "setunion": true, "": true,
}

// endpointsOf are the arguments of permissions_for.
var endpointsOf = schema.Argument{Type: schema.Endpoints}

// wantAt is what can be at a place in a document with a name.
func (m *Module) wantAt(name string, c *cursor) want {
	w := want{block: m.root(name)}
	for i := range c.frames {
		last := i == len(c.frames)-1
		switch f := &c.frames[i]; f.opener {
		case atTop, inBody:
			w.enter(f, i)
			m.bodyOf(&w, f, last)
		case inObject:
			w.enterObject(f)
		case inList:
			if w.role == whole && w.argument.Type != schema.Permissions && w.argument.Type != schema.StringMap {
				w.role = element
			} else if w.role != element {
				w.role = inner
			}
		case inCall:
			w.enterCall(f.call)
		case inInsert:
			w.argument, w.role = schema.Argument{Type: schema.Any}, inner
		case inString:
			if top := c.frames[i-1]; !top.value && (top.opener == atTop || top.opener == inBody) && len(top.words) > 0 {
				w.label, w.body = true, false
				w.block = w.child(top.words[0])
			}
		}
	}
	return w
}

// enter goes into the body of a block.
func (w *want) enter(f *frame, depth int) {
	if depth == 0 {
		return
	}
	typ := ""
	if len(f.head) > 0 {
		typ = f.head[0]
	}
	w.block = w.child(typ)
	if depth == 1 {
		w.labels = f.head
	}
	switch typ {
	case "policy", "review":
		w.self = typ
	}
	for _, n := range *f.names {
		w.each = w.each || n.name == "for_each"
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
func (m *Module) bodyOf(w *want, f *frame, last bool) {
	w.role, w.key = whole, ""
	switch {
	case w.block == nil:
		w.argument = schema.Argument{Type: schema.Any}
	case f.value:
		w.argument = m.argument(w.block, f)
		switch w.argument.Type {
		case schema.Literal, schema.LiteralBool, schema.LiteralString, schema.LiteralStrings, schema.TypeConstraint:
			w.literal = true
		}
	case last && len(f.words) > 0:
		w.label, w.block = true, w.child(f.words[0])
	case last:
		w.body = true
	}
}

func (w *want) enterObject(f *frame) {
	if w.argument.Type == schema.Any && hasPermissions(f) {
		w.argument.Type, w.role = schema.Permissions, whole
	}
	switch {
	case w.role != whole:
		w.role = inner
	case f.value:
		w.role, w.key = member, f.key
	default:
		w.role = key
	}
}

// hasPermissions reports whether an object has a permission of a kind that is hardly
// anything else, and that level.
func hasPermissions(f *frame) bool {
	for _, n := range *f.names {
		switch n.name {
		case "contents", "metadata", "pull_requests", "issues", "actions", "administration", "workflows", "statuses", "checks", "deployments", "secrets", "environments", "members":
			return true
		}
	}
	return false
}

func (w *want) enterCall(name string) {
	switch {
	case name == "permissions_for":
		w.argument, w.role = endpointsOf, whole
	case w.argument.Type == schema.TypeConstraint && (name == "object" || name == "tuple" || name == "optional" || name == "list" || name == "set" || name == "map"):
		w.role = whole
	case !keeping[name]:
		w.argument, w.role = schema.Argument{Type: schema.Any}, inner
	}
}

// root is the block of a whole document.
func (m *Module) root(name string) *schema.Block {
	switch {
	case strings.HasSuffix(name, ".pattest.hcl"):
		return schema.TestFile
	case isValues(name):
		return &schema.Block{Doc: "Values for variables.", Arguments: m.variableArguments(), Open: true}
	}
	return schema.File
}

// Heads are the types of the blocks at the top of a document, for outline.New. They are nil
// for JSON.
func Heads(name string) []string {
	if isJSON(name) {
		return nil
	}
	heads := []string{}
	block := schema.File
	if strings.HasSuffix(name, ".pattest.hcl") {
		block = schema.TestFile
	}
	if !isValues(name) {
		for _, b := range block.Blocks {
			heads = append(heads, b.Type)
		}
	}
	return heads
}

// variableArguments are the variables of the module as arguments.
func (m *Module) variableArguments() []schema.Argument {
	var out []schema.Argument
	for _, d := range m.listed("var") {
		out = append(out, schema.Argument{Name: d.name, Type: schema.Literal, Required: d.value == "", Doc: d.text})
	}
	return out
}

// arguments are the arguments that a block can have, also those that depend on the module.
func (m *Module) arguments(b *schema.Block, f *frame) []schema.Argument {
	out := b.Arguments
	switch b {
	case schema.Module:
		if other := m.called(f); other != nil {
			for _, a := range other.variableArguments() {
				a.Type = schema.Any
				out = append(out[:len(out):len(out)], a)
			}
		}
	case schema.TestVariables:
		out = m.testedModule().variableArguments()
	}
	return out
}

// argument is the argument whose value a place is in.
func (m *Module) argument(b *schema.Block, f *frame) schema.Argument {
	for _, a := range m.arguments(b, f) {
		if a.Name == f.key {
			return a
		}
	}
	switch b {
	case schema.TestVariables:
		return schema.Argument{Name: f.key, Type: schema.Literal}
	}
	if !b.Open {
		return schema.Argument{}
	}
	if isOpenLiteral(b) {
		return schema.Argument{Name: f.key, Type: schema.Literal}
	}
	return schema.Argument{Name: f.key, Type: schema.Any}
}

// isOpenLiteral reports whether a block is a document with values.
func isOpenLiteral(b *schema.Block) bool {
	return b.Type == "" && b.Open
}
