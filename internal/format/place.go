package format

import "github.com/patctl/patctl/internal/diag"

// SourceRange is a place in a file of the configuration, as Terraform writes it.
type SourceRange struct {
	Filename string         `json:"filename"`
	Start    SourcePosition `json:"start"`
	End      SourcePosition `json:"end"`
}

// SourcePosition counts lines and columns from 1, bytes from 0.
type SourcePosition struct {
	Line   int `json:"line"`
	Column int `json:"column"`
	Byte   int `json:"byte"`
}

// NewSourceRange returns a place as documents have it.
func NewSourceRange(r diag.Range) SourceRange {
	return SourceRange{r.Filename, SourcePosition(r.Start), SourcePosition(r.End)}
}
