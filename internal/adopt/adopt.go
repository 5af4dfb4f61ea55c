package adopt

import (
	"fmt"
	"time"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/hcl/layout"
	"github.com/patctl/patctl/internal/hcl/syntax"
	"github.com/patctl/patctl/internal/pat"
)

// Loader loads the existing configuration together with one more file, and
// checks it.
type Loader func(src []byte) (*hcl.Configuration, diag.Diagnostics)

// Input is what templates and exceptions are made from.
type Input struct {
	Config   *hcl.Configuration // the existing one; without files it has no sources
	Snapshot *github.Snapshot
	Kinds    []pat.Kind // what is to be covered
	All      bool       // also what is covered already
	Exact    bool       // only what is equal shares a template
	Load     Loader
}

// Output is configuration for what exists, in canonical layout.
type Output struct {
	Source     []byte // nil: there is nothing to write
	Templates  int
	Exceptions int
	Covered    int // requests and tokens that the result covers
	Before     int // those that are covered already
	Left       []Left
	Gaps       []audit.Gap      // what could not be judged
	Warnings   diag.Diagnostics // about Source, without places
}

// Left is a request or token that cannot be covered.
type Left struct {
	*audit.Subject
	Why string // a part of a sentence
}

// TooLargeError says that the result is larger than a file or a configuration may be.
type TooLargeError struct{ why string }

func tooManyBytes() *TooLargeError {
	return &TooLargeError{fmt.Sprintf("is larger than %d MB, which is the limit for a configuration file", layout.MaxFormatSize>>20)}
}

func tooManyWords() *TooLargeError {
	return &TooLargeError{fmt.Sprintf("has too many words and signs. A configuration can have at most %d", syntax.MaxWords)}
}

// Error says what the limit is, and what to do.
func (e *TooLargeError) Error() string {
	return fmt.Sprintf("the result %s. Import fewer organizations at a time", e.why)
}

// ConflictError says that the existing configuration cannot be loaded
// together with the result: a policy may look at labels, which nothing that
// exists has.
type ConflictError struct {
	Diagnostics diag.Diagnostics // errors with places
}

// Error says that the diagnostics are what matters.
func (*ConflictError) Error() string {
	return "the configuration does not accept additional templates without labels, descriptions, and endpoints"
}

const (
	// maxPasses is how often templates are made again because the audit of the
	// ones before showed what else has to be heeded. Each pass heeds more, and
	// two or three are usual.
	maxPasses = 50
	// patience is after how many of them every template gets a glob.
	patience = 6
)

// Templates makes templates that cover the requests and tokens of a snapshot.
// The audit of the snapshot by them, together with the existing configuration, finds
// each of them conforming except for those that are left, with the reason. That is
// proved before it returns: if it does not hold, it panics.
//
// The error is a *TooLargeError, a *ConflictError, or says that no configuration
// can name the host of the snapshot.
func Templates(in Input) (*Output, error) {
	a := newAdoption(in)
	for pass := range maxPasses {
		if pass == patience {
			a.floodAll()
		}
		doc := a.document()
		if len(doc.templates) == 0 {
			return a.output(nil, doc, nil, nil), nil
		}
		src, err := formatted(doc)
		if err != nil {
			return nil, err
		}
		cfg, diags := in.Load(src)
		again, err := a.refused(cfg, diags)
		if err != nil {
			return nil, err
		}
		if again {
			continue
		}
		judged, _ := audit.Judge(cfg, in.Snapshot, time.Time{})
		if a.learn(judged) {
			continue
		}
		return a.output(src, doc, judged, ownWarnings(cfg, diags)), nil
	}
	panic("adopt: the templates do not come to rest")
}

// formatted returns a document in canonical layout.
func formatted(doc *document) ([]byte, error) {
	src := doc.source()
	if len(src) > layout.MaxFormatSize {
		return nil, tooManyBytes()
	}
	if words, _ := diag.Words(src); words > syntax.MaxWords {
		return nil, tooManyWords()
	}
	src, diags := layout.Format(src, FileName)
	switch {
	case diags.HasErrors():
		panic(fmt.Sprintf("adopt: what was written cannot be read: %v", diags))
	case len(src) > layout.MaxFormatSize:
		return nil, tooManyBytes()
	}
	return src, nil
}
