package language

import (
	hclschema "github.com/hashicorp/hcl-lang/schema"

	"github.com/patctl/patctl/internal/hcl/schema"
)

// bodySchema is the schema of the body of a block as hcl-lang takes it.
func bodySchema(b *schema.Block) *hclschema.BodySchema {
	return &hclschema.BodySchema{Blocks: map[string]*hclschema.BlockSchema{}, Attributes: map[string]*hclschema.AttributeSchema{}}
}
