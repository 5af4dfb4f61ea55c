package schema

import "github.com/hashicorp/hcl/v2"

// Type is what an argument takes.
type Type string

// The types. A literal is written out, without references and functions.
const (
	String         Type = "string"
	LiteralString  Type = "literal string"
	LiteralBool    Type = "literal bool"
	Literal        Type = "literal"
	TypeConstraint Type = "type constraint"
	Number         Type = "number"
	Condition      Type = "bool"
	Strings        Type = "list of strings"
	LiteralStrings Type = "literal list of strings"
	StringMap      Type = "map of strings"
	Permissions    Type = "permissions"  // a map from names of permissions to levels
	Repositories   Type = "repositories" // a word or a list of strings
	Expiry         Type = "expiration"   // a number of days or "none"
	Endpoints      Type = "endpoints"    // a list of strings
	Collection     Type = "collection"   // a map, an object, or a set of strings
	Template       Type = "address"      // of a template
	Rules          Type = "rules"        // a list of names of rules, and policy:NAME
	Actions        Type = "actions"      // like Rules, with verdicts
	Date           Type = "date"         // 2027-10-31
	Duration       Type = "duration"     // 10m
	Any            Type = "any"
)

// PermissionsFor is the function whose arguments are endpoints, as those of type Endpoints are.
const PermissionsFor = "permissions_for"

// Argument is an argument of a block.
type Argument struct {
	Name     string
	Type     Type
	Required bool
	Needed   bool     // it is required as well, and the loader says so itself
	Words    []string // that a string, or each of a list, can be; nil: any
	Doc      string   // sentences or parts of them, in plain text
}

// Block is a kind of block.
type Block struct {
	Type      string
	Label     string   // what the label is; "": there is none
	Words     []string // that the label can be; nil: any
	Doc       string
	Arguments []Argument
	Blocks    []*Block
	Root      bool // only in the root module
	Several   bool // an unlabeled block that can be used several times
	Open      bool // it takes any other argument, too
}

// Argument returns the argument with a name, and whether there is one.
func (b *Block) Argument(name string) (Argument, bool) {
	for _, a := range b.Arguments {
		if a.Name == name {
			return a, true
		}
	}
	return Argument{}, false
}

// Names are the names of the arguments, in the order of the documentation.
func (b *Block) Names() []string {
	names := make([]string, len(b.Arguments))
	for i, a := range b.Arguments {
		names[i] = a.Name
	}
	return names
}

// Body is the schema by which the loader reads the body of the block.
func (b *Block) Body() *hcl.BodySchema {
	out := &hcl.BodySchema{}
	for _, a := range b.Arguments {
		out.Attributes = append(out.Attributes, hcl.AttributeSchema{Name: a.Name, Required: a.Required})
	}
	for _, inner := range b.Blocks {
		header := hcl.BlockHeaderSchema{Type: inner.Type}
		if inner.Label != "" {
			header.LabelNames = []string{inner.Label}
		}
		out.Blocks = append(out.Blocks, header)
	}
	return out
}
