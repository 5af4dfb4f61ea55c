package program

// Kind is the kind of an expression.
type Kind uint8

// The kinds of expressions.
const (
	Unknown Kind = iota // whatever is of no use here; Args may hold expressions within
	Text                // a string without expressions in it: Text
	Name                // a variable: Text
	Member              // Text of X
	Call                // X with Args
	Index               // X at Args
	Join                // Args one after another, as text
	List                // Args
	Pairs               // Args with names
	Either              // one of Args
	Choice              // the first of Args, or the second, as the third decides
)

// Expr is an expression of a program.
type Expr struct {
	Kind Kind
	Text string
	X    *Expr
	Args []Arg
	// Raw: braces in Text are braces, and no variables.
	Raw          bool
	Line, Column int
	Pos          int // its offset in the text
	Block        *Block
}

// Arg is an argument, an element, or a pair.
type Arg struct {
	Name  string // "" where it has none
	Value *Expr
}

// Block is a part of a scope that is run as a whole, or not at all.
type Block struct {
	Above *Block
	Scope *Scope
	// Given and Absent are names that must, or must not, have a value for the block to be
	// run; "" where there is no such condition.
	Given, Absent string
}

// within reports whether a block is another or in it.
func (b *Block) within(other *Block) bool {
	for ; b != nil; b = b.Above {
		if b == other {
			return true
		}
	}
	return false
}

// Value is what a name is given.
type Value struct {
	Pos   int
	Block *Block
	Expr  *Expr
	// Element: the name is each element of the value in turn.
	Element bool
}

// Scope is a function, or the program itself.
type Scope struct {
	Name   string
	Class  string // the class that it is a method of
	Params []Param
	Above  *Scope
	Values map[string][]Value
	Types  map[string]string // of names, as far as the program says them
	Return []*Expr
	Calls  []*Expr // in the order of the text
}

// Param is a parameter of a function.
type Param struct {
	Name    string
	Default *Expr
	Type    string
	Spread  bool // takes all arguments that are left
}

// param returns the index of a parameter, or -1.
func (s *Scope) param(name string) int {
	for i, p := range s.Params {
		if p.Name == name {
			return i
		}
	}
	return -1
}

// Param returns a parameter.
func (s *Scope) Param(name string) (Param, bool) {
	if i := s.param(name); i >= 0 {
		return s.Params[i], true
	}
	return Param{}, false
}

// Latest is the value of a name at its place, which is in the scope or in an inner one.
func (s *Scope) Latest(e *Expr) (Value, bool) {
	return latest(s.Values[e.Text], e, e.Block == nil || e.Block.Scope == s)
}

// Scope is where a name is looked for first.
func (e *Expr) Scope(f *Frame) *Scope { return scopeOf(e, f) }

// Set gives a name a value.
func (s *Scope) Set(name string, v Value) {
	if name == "" || name == "_" {
		return
	}
	if s.Values == nil {
		s.Values = map[string][]Value{}
	}
	list := append(s.Values[name], v)
	for i := len(list) - 1; i > 0 && list[i].Pos < list[i-1].Pos; i-- { // in the order of the text
		list[i], list[i-1] = list[i-1], list[i]
	}
	s.Values[name] = list
}

// Program is a program as scopes.
type Program struct {
	Top    *Scope
	Scopes []*Scope // in the order of the text; the first is Top
	// Fields are the values of fields, whichever value they belong to.
	Fields map[string][]Value
	// Fold replaces a call or an index that makes a text by that text; nil where it does not.
	Fold func(*Evaluation, *Expr, *Frame) *Expr
	// Speaks: the program names the API, or a library for it.
	Speaks bool
	// Imports are names of modules and objects of other files.
	Imports map[string]bool
	// Bare: a name alone may be a method or a field of the program's own.
	Bare bool
	// Documents are all texts that look like GraphQL documents.
	Documents []*Expr

	functions map[string][]*Scope
	sites     map[string][]Site
}

// Site is where a function is called.
type Site struct {
	Call  *Expr
	Scope *Scope
}

// NewProgram returns a program without anything in it.
func NewProgram() *Program {
	p := &Program{Fields: map[string][]Value{}, Imports: map[string]bool{}}
	p.Top = &Scope{}
	p.Scopes = []*Scope{p.Top}
	return p
}

// Open begins a scope within another.
func (p *Program) Open(name string, above *Scope) *Scope {
	s := &Scope{Name: name, Above: above, Class: above.Class}
	p.Scopes = append(p.Scopes, s)
	return s
}

// Index finds functions and where they are called. It must be called before the
// program is read.
func (p *Program) Index() {
	p.functions, p.sites = map[string][]*Scope{}, map[string][]Site{}
	for _, s := range p.Scopes {
		if s.Name != "" {
			p.functions[s.Name] = append(p.functions[s.Name], s)
		}
		for _, call := range s.Calls {
			if name := call.Callee(); name != "" {
				p.sites[name] = append(p.sites[name], Site{call, s})
			}
		}
	}
}

// Function returns the function of a name, if there is exactly one.
func (p *Program) Function(name string) *Scope {
	if found := p.functions[name]; len(found) == 1 {
		return found[0]
	}
	return nil
}

// Defines reports whether the program has a function of a name.
func (p *Program) Defines(name string) bool { return len(p.functions[name]) > 0 }

// Sites are the calls of a function by name.
func (p *Program) Sites(name string) []Site { return p.sites[name] }

// Callee is the last part of the name of what is called.
func (e *Expr) Callee() string {
	if e == nil || e.Kind != Call || e.X == nil || e.X.Kind != Name && e.X.Kind != Member {
		return ""
	}
	return e.X.Text
}

// maxPath is how many parts a name has at most.
const maxPath = 12

// Path is the name of an expression with dots, "http.NewRequest"; "" where it is no
// name.
func (e *Expr) Path() string {
	name := ""
	for range maxPath {
		switch {
		case e == nil:
			return ""
		case e.Kind == Name:
			return e.Text + name
		case e.Kind != Member:
			return ""
		}
		name = "." + e.Text + name
		e = e.X
	}
	return ""
}

// Arg returns the argument with one of the names, or the one at an index among the
// arguments without names. It returns nil if there is none, or if the index is negative.
func (e *Expr) Arg(at int, names ...string) *Expr {
	for _, name := range names {
		for _, a := range e.Args {
			if a.Name == name {
				return a.Value
			}
		}
	}
	for _, a := range e.Args {
		if a.Name != "" {
			continue
		}
		if at == 0 {
			return a.Value
		}
		at--
	}
	return nil
}
