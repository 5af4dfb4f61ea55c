package exactjson

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strings"
	"sync"
	"unicode"
)

// shape is what is known of the keys of a type.
type shape struct {
	fields  map[string]*shape // by exact name; nil: any key is right
	folded  map[string]string // the exact name by that without case
	element *shape            // of lists, and of objects with any keys
}

// anything is the shape of what decodes itself.
var anything = &shape{}

// shapes keeps those that are complete.
var shapes sync.Map // reflect.Type to *shape

func shapeOf(t reflect.Type) *shape {
	if known, ok := shapes.Load(t); ok {
		return known.(*shape)
	}
	s := newShape(t, map[reflect.Type]*shape{})
	shapes.Store(t, s)
	return s
}

var (
	decodesItself = reflect.TypeFor[json.Unmarshaler]()
	decodesText   = reflect.TypeFor[encoding.TextUnmarshaler]()
)

// newShape looks into a type. Types that hold themselves find their shape in begun.
func newShape(t reflect.Type, begun map[reflect.Type]*shape) *shape {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if s, ok := begun[t]; ok {
		return s
	}
	if pointer := reflect.PointerTo(t); pointer.Implements(decodesItself) || pointer.Implements(decodesText) {
		return anything
	}
	s := &shape{}
	begun[t] = s
	switch t.Kind() {
	case reflect.Struct:
		s.fields, s.folded = map[string]*shape{}, map[string]string{}
		s.addFields(t, begun)
	case reflect.Slice, reflect.Array, reflect.Map:
		s.element = newShape(t.Elem(), begun)
	}
	return s
}

func (s *shape) addFields(t reflect.Type, begun map[reflect.Type]*shape) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		inner := f.Type
		if inner.Kind() == reflect.Pointer {
			inner = inner.Elem()
		}
		switch {
		case name == "-":
		case f.Anonymous && name == "" && inner.Kind() == reflect.Struct:
			s.addFields(inner, begun)
		case f.IsExported():
			if name == "" {
				name = f.Name
			}
			s.fields[name], s.folded[fold(name)] = newShape(f.Type, begun), name
		}
	}
}

// fold takes the case out of a name as encoding/json does.
func fold(name string) string {
	return strings.Map(func(r rune) rune {
		for {
			other := unicode.SimpleFold(r)
			if other <= r {
				return other
			}
			r = other
		}
	}, name)
}
