package testcase

import (
	"fmt"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/layout"
	"github.com/patctl/patctl/internal/hcl/literal"
	"github.com/patctl/patctl/internal/hcl/syntax"
	"github.com/patctl/patctl/internal/pat"
)

// Judged are the requests and tokens of a snapshot with their verdicts.
type Judged struct {
	File     string // of the snapshot, relative to the directory of the configuration, with slashes
	AsOf     time.Time
	Subjects []*audit.Subject
}

// Write returns a test file with a case for each request and token, which expects what was
// found. The error says that the file would be too large to be read, and what the limit is.
func Write(all []Judged) ([]byte, error) {
	var b strings.Builder
	b.WriteString("# What an audit of these snapshots finds. If a verdict changes on purpose, change it here.\n")
	for _, judged := range all {
		fmt.Fprintf(&b, "\n# As of %s.\nsnapshot %s {\n", judged.AsOf.UTC().Format(time.RFC3339), literal.Quote(judged.File))
		for i, s := range judged.Subjects {
			if i > 0 {
				b.WriteString("\n")
			}
			writeSubject(&b, s)
		}
		b.WriteString("}\n")
	}
	if b.Len() > layout.MaxFormatSize {
		return nil, tooLarge()
	}
	if words, _ := diag.Words([]byte(b.String())); words > syntax.MaxWords {
		return nil, fmt.Errorf("the result has more than %d words and signs, which is the limit for a test file. Import fewer organizations at a time", syntax.MaxWords)
	}
	src, diags := layout.Format([]byte(b.String()), "import"+Suffix)
	switch {
	case diags.HasErrors():
		panic(fmt.Sprintf("testcase: what was written cannot be read: %v", diags))
	case len(src) > layout.MaxFormatSize:
		return nil, tooLarge()
	}
	return src, nil
}

func tooLarge() error {
	return fmt.Errorf("the result is larger than %d MB, which is the limit for a test file. Import fewer organizations at a time", layout.MaxFormatSize>>20)
}

// writeSubject writes an expect block. The ID, the kind, and the organization always name one.
func writeSubject(b *strings.Builder, s *audit.Subject) {
	name := fmt.Sprintf("%q", s.TokenName)
	if s.TokenName == "" {
		name = "A token without a name"
	}
	fmt.Fprintf(b, "# %s of %s\nexpect {\norganization = %s\nkind = %s\nid = %d\n\n", diag.Printable(name), diag.Printable(s.Owner),
		literal.Quote(s.Organization), literal.Quote(string(s.Kind)), s.ID)
	template := "null"
	if s.Template != nil {
		template = reference(s.Template.Address)
	}
	fmt.Fprintf(b, "verdict = %s\ntemplate = %s\nfindings = [", literal.Quote(string(s.Verdict)), template)
	for i, rule := range rulesOf(s) {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(literal.Quote(rule))
	}
	b.WriteString("]\n}\n")
}

// reference returns an expression for the address of a template: the address itself, or if
// that is not printable, a string.
func reference(address string) string {
	if diag.Printable(address) != address {
		return literal.Quote(address)
	}
	return address
}

// Writable reports whether a case can expect what was found: it was fully judged, and has an ID.
func Writable(s *audit.Subject) bool {
	return !s.Unjudged && s.ID > 0 && (s.Kind == pat.KindRequest || s.Kind == pat.KindToken)
}
