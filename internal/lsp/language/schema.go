package language

import (
	"context"
	"sync"

	"github.com/hashicorp/hcl-lang/decoder"
	"github.com/hashicorp/hcl-lang/lang"
	hclschema "github.com/hashicorp/hcl-lang/schema"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/patctl/patctl/internal/hcl/schema"
	"github.com/patctl/patctl/internal/lsp/assist"
)

// decoder reads a part as hcl-lang does. It is nil where there is nothing to read.
func (m *Module) decoder(name string, file *hcl.File) *decoder.PathDecoder {
	if _, native := file.Body.(*hclsyntax.Body); !native {
		return nil
	}
	d := decoder.NewDecoder(onePart{name: name, file: file, schema: m.hclSchema(name)})
	path, err := d.Path(lang.Path{})
	if err != nil {
		return nil
	}
	return path
}

// onePart is a decoder.PathReader of a part alone.
type onePart struct {
	name   string
	file   *hcl.File
	schema *hclschema.BodySchema
}

func (o onePart) Paths(context.Context) []lang.Path { return []lang.Path{{}} }

func (o onePart) PathContext(lang.Path) (*decoder.PathContext, error) {
	return &decoder.PathContext{Schema: o.schema, Files: map[string]*hcl.File{o.name: o.file}, Functions: hclFunctions()}, nil
}

// hclFunctions are the functions as hcl-lang takes them.
var hclFunctions = sync.OnceValue(func() map[string]hclschema.FunctionSignature {
	out := map[string]hclschema.FunctionSignature{}
	for name, doc := range assist.Functions() {
		out[name] = hclschema.FunctionSignature{
			Description: doc, ReturnType: cty.DynamicPseudoType, VarParam: &function.Parameter{Name: "values", Type: cty.DynamicPseudoType},
		}
	}
	return out
})

// hclSchema is the schema of a document as hcl-lang takes it.
func (m *Module) hclSchema(name string) *hclschema.BodySchema {
	kind := rootOf(name)
	if s, ok := m.schemas[kind]; ok {
		return s
	}
	s := bodySchema(kind)
	m.schemas[kind] = s
	return s
}

// bodySchema is the schema of the body of a block as hcl-lang takes it.
func bodySchema(b *schema.Block) *hclschema.BodySchema {
	out := &hclschema.BodySchema{Blocks: map[string]*hclschema.BlockSchema{}, Description: lang.PlainText(b.Doc)}
	for _, inner := range b.Blocks {
		s := &hclschema.BlockSchema{Body: bodySchema(inner), Description: lang.PlainText(inner.Doc)}
		if inner.Label != "" {
			s.Labels = []*hclschema.LabelSchema{{Name: inner.Label}}
		}
		out.Blocks[inner.Type] = s
	}
	if b.Open {
		// What is not named can be anything, and hcl-lang takes one or the other.
		out.AnyAttribute = attributeSchema(schema.Argument{Type: schema.Any})
		return out
	}
	out.Attributes = map[string]*hclschema.AttributeSchema{}
	for _, a := range b.Arguments {
		out.Attributes[a.Name] = attributeSchema(a)
	}
	return out
}

func attributeSchema(a schema.Argument) *hclschema.AttributeSchema {
	s := &hclschema.AttributeSchema{IsRequired: a.Required, IsOptional: !a.Required, Description: lang.PlainText(a.Doc)}
	s.Constraint = constraint(a)
	return s
}

func constraint(a schema.Argument) hclschema.Constraint {
	switch a.Type {
	case schema.TypeConstraint:
		return hclschema.TypeDeclaration{}
	case schema.Strings, schema.LiteralStrings, schema.Endpoints, schema.Rules, schema.Actions:
		return hclschema.AnyExpression{OfType: cty.List(cty.String)}
	case schema.Permissions, schema.StringMap:
		return hclschema.AnyExpression{OfType: cty.Map(cty.String)}
	case schema.Number:
		return hclschema.AnyExpression{OfType: cty.Number}
	case schema.Condition, schema.LiteralBool:
		return hclschema.AnyExpression{OfType: cty.Bool}
	case schema.String, schema.LiteralString, schema.Date, schema.Duration:
		return hclschema.AnyExpression{OfType: cty.String}
	}
	return hclschema.AnyExpression{OfType: cty.DynamicPseudoType}
}
