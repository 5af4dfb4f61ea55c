package program

// reached reports whether a block may be run in a call of a function: not where it asks
// for an argument that the call does not give, or the other way around.
func (f *Frame) reached(b *Block) bool {
	for ; b != nil; b = b.Above {
		if b.Given != "" && f.known(b.Scope, b.Given) == absent || b.Absent != "" && f.known(b.Scope, b.Absent) == given {
			return false
		}
	}
	return true
}

// argument is what is known of whether a parameter has a value.
type argument uint8

const (
	unsure argument = iota
	given
	absent
)

// known is what the arguments of a call tell about a parameter.
func (f *Frame) known(s *Scope, name string) argument {
	param, ok := s.Param(name)
	for ; ok && f != nil; f = f.Caller {
		if f.Scope != s || f.Args == nil {
			continue
		}
		if arg, passed := f.Args[name]; passed {
			return arg.truth()
		}
		return param.Default.truth()
	}
	return unsure
}

// truth is whether an expression is a value, or none.
func (e *Expr) truth() argument {
	switch {
	case e == nil:
		return unsure
	case e.Kind == Name && (e.Text == "None" || e.Text == "False"):
		return absent
	case e.Kind == Text && e.Text != "", (e.Kind == Pairs || e.Kind == List) && len(e.Args) > 0:
		return given
	case e.Kind == Text, e.Kind == Pairs, e.Kind == List:
		return absent
	}
	return unsure
}
