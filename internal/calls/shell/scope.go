package shell

import (
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// scope are the values of variables while a function is read with its arguments, or
// a loop with one of its values.
type scope struct {
	parent     *scope              // around a loop
	parameters []string            // of a function; nil: it is none
	values     map[string]string   // of its variables
	lists      map[string][]string // of its arrays
}

// isFunction reports whether it is the scope of a function, or within one.
func (s *scope) isFunction() bool {
	for ; s != nil; s = s.parent {
		if s.parameters != nil {
			return true
		}
	}
	return false
}

func newScope(parent *scope) *scope {
	return &scope{parent: parent, values: map[string]string{}, lists: map[string][]string{}}
}

// find gives the value of a variable, or its elements.
func (s *scope) find(name string) (value string, list []string, known bool) {
	for ; s != nil; s = s.parent {
		if value, ok := s.values[name]; ok {
			return value, nil, true
		}
		if list, ok := s.lists[name]; ok {
			return "", list, true
		}
		if s.parameters != nil {
			return s.parameter(name)
		}
	}
	return "", nil, false
}

func (s *scope) parameter(name string) (value string, list []string, known bool) {
	if name == "@" || name == "*" {
		return "", s.parameters, true
	}
	n, err := strconv.Atoi(name)
	switch {
	case err != nil || n < 1:
		return "", nil, false
	case n > len(s.parameters):
		return "", nil, true
	}
	return s.parameters[n-1], nil, true
}

// assign gives a variable its value. It reports whether it did.
func (s *scope) assign(c *commands, a *syntax.Assign) bool {
	name := a.Name.Value
	switch {
	case a.Naked || a.Index != nil:
		return true
	case a.Array != nil:
		list := []string{}
		if _, old, ok := s.find(name); ok && a.Append {
			list = append(list, old...)
		}
		for _, element := range a.Array.Elems {
			list = append(list, c.words(c.piece, element.Value)...)
		}
		delete(s.values, name)
		s.lists[name] = list[:min(len(list), maxArguments)]
	default:
		value := c.word(c.piece, a.Value)
		if old, _, ok := s.find(name); ok && a.Append {
			value = old + value
		}
		if len(value) > maxValue || value != "" && !tells(value) {
			value = "${" + name + "}"
		}
		s.values[name] = value
	}
	return false
}

// shift drops parameters.
func (s *scope) shift(words []string) {
	n := 1
	if len(words) > 1 {
		n, _ = strconv.Atoi(words[1])
	}
	for ; s != nil; s = s.parent {
		if s.parameters != nil {
			s.parameters = s.parameters[min(max(n, 0), len(s.parameters)):]
			return
		}
	}
}

// scoped adds the value that a variable has in the scope. It reports whether it has.
func (w *wordReader) scoped(p *syntax.ParamExp, quoted bool) bool {
	value, list, known := w.scope.find(p.Param.Value)
	if !known || p.Length || p.Excl || p.Repl != nil || p.Slice != nil || w.text.Len() >= maxWord {
		return false
	}
	if list != nil || p.Param.Value == "@" || p.Param.Value == "*" {
		if p.Exp != nil {
			return false
		}
		w.splice(list)
		return true
	}
	if p.Exp != nil {
		return w.scopedDefault(p, value, quoted)
	}
	w.value(value, quoted)
	return true
}

// scopedDefault does so where the variable has something else for where it has no
// value, or where it has one.
func (w *wordReader) scopedDefault(p *syntax.ParamExp, value string, quoted bool) bool {
	switch p.Exp.Op {
	case syntax.DefaultUnset, syntax.DefaultUnsetOrNull, syntax.AssignUnset, syntax.AssignUnsetOrNull:
		if value == "" && p.Exp.Word != nil {
			w.parts(p.Exp.Word.Parts, quoted)
			return true
		}
	case syntax.AlternateUnset, syntax.AlternateUnsetOrNull:
		if value != "" && p.Exp.Word != nil {
			w.parts(p.Exp.Word.Parts, quoted)
		}
		return true
	case syntax.ErrorUnset, syntax.ErrorUnsetOrNull:
	case syntax.RemSmallPrefix, syntax.RemLargePrefix:
		value = strings.TrimPrefix(value, w.word(w.piece, p.Exp.Word))
	case syntax.RemSmallSuffix, syntax.RemLargeSuffix:
		value = strings.TrimSuffix(value, w.word(w.piece, p.Exp.Word))
	default:
		return false
	}
	w.value(value, quoted)
	return true
}
