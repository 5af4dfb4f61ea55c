package operations

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"strings"
	"sync"
)

// packed is GitHub's schema, cut down by the command generate, which says how its
// lines are written.
//
//go:embed schema.txt.gz
var packed []byte

// lines are the lines of the schema by the name of the type. They are unpacked
// when a document is read, not before.
var lines = sync.OnceValue(func() map[string]string {
	reader, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		panic("operations: unpack the schema: " + err.Error())
	}
	text, err := io.ReadAll(reader)
	if err != nil {
		panic("operations: unpack the schema: " + err.Error())
	}
	found := map[string]string{}
	for line := range strings.Lines(string(text)) {
		if name, rest, ok := strings.Cut(strings.TrimSpace(line), " "); ok && name != "#" {
			found[name] = rest
		}
	}
	return found
})

// kind is a type of the schema.
type kind struct {
	name     string
	needs    bool     // a permission of its own, or perhaps
	abstract bool     // an interface or union
	possible []string // those of its types that need one
	fields   map[string]field
}

// field is a field of a type.
type field struct {
	result string   // "" if it is a scalar
	own    []string // the types for which the field has an answer of its own
}

// find returns a type of the schema, or nil if there is none.
func find(name string) *kind {
	line, ok := lines()[name]
	if !ok {
		return nil
	}
	mark, rest, _ := strings.Cut(line, " ")
	k := &kind{name: name, needs: mark == "+", abstract: mark == "=", fields: map[string]field{}}
	if k.abstract {
		names, after, _ := strings.Cut(rest, "|")
		k.possible, rest = strings.Fields(names), after
	}
	for word := range strings.FieldsSeq(rest) {
		k.add(word)
	}
	return k
}

// add adds a field, such as "title", "projectsV2*User:ProjectV2Connection".
func (k *kind) add(word string) {
	word, result, _ := strings.Cut(word, ":")
	word, owners, own := strings.Cut(word, "*")
	f := field{result: result}
	switch {
	case own && owners == "":
		f.own = []string{k.name}
	case own:
		f.own = strings.Split(owners, ",")
	}
	k.fields[word] = f
}
