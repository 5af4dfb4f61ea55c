package language

import (
	"maps"
	"slices"

	hclschema "github.com/hashicorp/hcl-lang/schema"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/hcl/schema"
	"github.com/patctl/patctl/internal/lsp/outline"
)

// Module is the configuration and test files of one directory. Its methods must not be
// called from several goroutines at once. What they return is never shared.
type Module struct {
	Dir     string // slash-separated, from the top of the file system
	catalog *catalog.Catalog
	other   func(dir string) *Module // the module in another directory; nil: there is none

	// All returns every module that is known, since some may use this one. nil: this one and
	// those that it uses.
	All func() []*Module

	documents map[string]*outline.Document // by the base name of the file
	facts     map[*outline.Part]*facts
	calls     map[string]string // directories by the names of module blocks; nil: not read
	schemas   map[*schema.Block]*hclschema.BodySchema
}

// NewModule returns a module without documents. The function other finds the module in
// another directory, which is slash-separated and from the top of the file system.
func NewModule(dir string, c *catalog.Catalog, other func(dir string) *Module) *Module {
	return &Module{Dir: dir, catalog: c, other: other, documents: map[string]*outline.Document{}, facts: map[*outline.Part]*facts{}, schemas: map[*schema.Block]*hclschema.BodySchema{}}
}

// Set puts a document in the place of what had its name. nil removes it.
func (m *Module) Set(name string, d *outline.Document) {
	m.calls = nil
	if d == nil {
		delete(m.documents, name)
		return
	}
	m.documents[name] = d
}

// Document is the document with a name, or nil.
func (m *Module) Document(name string) *outline.Document { return m.documents[name] }

// Names are the names of the documents, sorted.
func (m *Module) Names() []string { return slices.Sorted(maps.Keys(m.documents)) }

// Place is a range of a document, in bytes.
type Place struct {
	Dir, Name  string
	Start, End int
}
