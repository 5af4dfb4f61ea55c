package testcase

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
)

// Suffix ends the names of test files.
const Suffix = ".pattest.hcl"

// Dir is the directory beside the configuration that can have test files, too.
const Dir = "tests"

// Kind is the type of the block that a case is in.
type Kind string

// The kinds of cases.
const (
	Request  Kind = "request"
	Token    Kind = "token"
	Link     Kind = "link"
	Snapshot Kind = "snapshot"
)

// Case is a request, a token, or a link with what is expected of it.
type Case struct {
	Kind   Kind
	Name   string     // the label of the block: of a link its address, of a snapshot its file
	Range  diag.Range // the header of the block; of a snapshot that of the expect block
	Expect Expectation

	written
	organization string
	grant        pat.Grant // of requests and tokens: without its ID and times
	lifetime     *int      // days; nil: it never expires
	unused       int       // days since the last use
	teams        []string  // slugs that the owner belongs to, sorted
	link         *prefill.Found
	snapshot     *github.Snapshot
	subject      subjectKey // in the snapshot
	wanted       string     // how the expect block names it
}

// Title names a case in one line, which is not printable yet.
func (c *Case) Title() string {
	title := string(c.Kind) + " " + strconv.Quote(c.Name)
	if c.wanted != "" {
		title += " " + c.wanted
	}
	return title
}

// Matches reports whether a case is one of those that the text of --filter names.
func (c *Case) Matches(filter string) bool {
	return strings.Contains(strings.ToLower(c.Name+" "+c.wanted), strings.ToLower(filter))
}

// Expectation is what a case expects. At least one part of it is set.
type Expectation struct {
	Verdict  pat.Verdict // "": any
	Template *string     // address; "" is none, and nil any
	Findings []string    // names of rules, sorted, each once; nil: any
	Status   string      // of a link; "": any
}

// The statuses of links, as patctl links says them.
const (
	StatusOK      = "ok"
	StatusWarning = "warning"
	StatusError   = "error"
)

// subjectKey names a request or token of a snapshot.
type subjectKey struct {
	organization string
	kind         pat.Kind
	id           int64
}

func (k subjectKey) String() string { return fmt.Sprintf("%s %d of %s", k.kind, k.id, k.organization) }
