package syntax

import (
	"runtime"

	"github.com/hashicorp/hcl/v2"
	"golang.org/x/sync/errgroup"

	"github.com/patctl/patctl/internal/diag"
)

// Text is the text of a file.
type Text struct {
	Name  string
	Src   []byte // nil if it could not be read
	Words int    // as diag.Words counts them

	longest int // word, in bytes
}

// NewText counts the words of a text.
func NewText(name string, src []byte) Text {
	words, longest := diag.Words(src)
	return Text{name, src, words, longest}
}

// Parsed is what could be read of a text.
type Parsed struct {
	Body   hcl.Body // nil where nothing could be parsed
	Broken *hcl.Pos // where its first syntax error is; nil: it has none
	Diags  hcl.Diagnostics
}

// ParseAll starts to parse texts, several at the same time. The function that it returns waits for
// the text at a place, and may be called once for each. If the parser panics, it panics.
func ParseAll(texts []Text) (wait func(i int) Parsed) {
	type result struct {
		Parsed
		panicked any
	}
	results := make([]chan result, len(texts))
	for i := range results {
		results[i] = make(chan result, 1)
	}
	go together(len(texts), func(i int) {
		var r result
		defer func() {
			r.panicked = recover()
			results[i] <- r
		}()
		r.Parsed = parseText(texts[i])
	})
	return func(i int) Parsed {
		r := <-results[i]
		if r.panicked != nil {
			panic(r.panicked)
		}
		return r.Parsed
	}
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
	if p.Diags = checkComplexity(t); !p.Diags.HasErrors() {
		p.Body, p.Diags = Parse(t.Src, t.Name)
		p.Broken = FirstError(p.Diags)
	}
	return p
}
