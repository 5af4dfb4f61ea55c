package syntax

import (
	"runtime"

	"github.com/hashicorp/hcl/v2"
	"golang.org/x/sync/errgroup"
)

// Text is the text of a file. Src is nil if it could not be read.
type Text struct {
	Name string
	Src  []byte
}

// Parsed is what could be read of a text.
type Parsed struct {
	Body   hcl.Body // nil where nothing could be parsed
	Broken *hcl.Pos // where its first syntax error is; nil: it has none
	Diags  hcl.Diagnostics
}

// ParseAll parses texts, several at the same time. The results have the order of the texts.
func ParseAll(texts []Text) []Parsed {
	out := make([]Parsed, len(texts))
	together(len(texts), func(i int) { out[i] = parseText(texts[i]) })
	return out
}

// together calls a function with each number below n, on all processors.
func together(n int, do func(i int)) {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range n {
		group.Go(func() error {
			do(i)
			return nil
		})
	}
	_ = group.Wait() // it has no errors
}

func parseText(t Text) Parsed {
	p := Parsed{Broken: &hcl.InitialPos}
	if t.Src == nil {
		return p
	}
	if p.Diags = CheckComplexity(t.Src, t.Name); !p.Diags.HasErrors() {
		p.Body, p.Diags = Parse(t.Src, t.Name)
		p.Broken = FirstError(p.Diags)
	}
	return p
}
