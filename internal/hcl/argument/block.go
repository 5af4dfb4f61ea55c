package argument

import (
	"github.com/hashicorp/hcl/v2"

	"github.com/patctl/patctl/internal/hcl/expression"
)

// Block is a block whose arguments are expressions and which may have blocks
// within it.
type Block struct {
	Name   string // the label, if it has one
	Header hcl.Range
	Args   map[string]*expression.Expression
	Inner  []*Block
}
