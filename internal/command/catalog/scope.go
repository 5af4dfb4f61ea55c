package catalog

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/gap"
	"github.com/patctl/patctl/internal/catalog/scope"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
)

// scopeWord is the first of WORDS if they are about scopes of classic tokens.
const scopeWord = "scope"

// ScopeDocument is the document of `patctl catalog scope --json`.
type ScopeDocument struct {
	FormatVersion string     `json:"format_version"`
	PatctlVersion string     `json:"patctl_version"`
	Scopes        []scopeDoc `json:"scopes"`
}

type scopeDoc struct {
	Name        string            `json:"name"`
	Parent      *string           `json:"parent"` // null: no scope includes it
	Includes    []string          `json:"includes"`
	Meaning     string            `json:"meaning"`
	Documented  bool              `json:"documented"`  // GitHub's page of scopes has it
	Permissions map[string]string `json:"permissions"` // what fine-grained tokens need at most to reach the same
	Closed      []closedDoc       `json:"closed"`      // what they can't call with any permissions
	Remark      string            `json:"remark"`
}

type closedDoc struct {
	Endpoint string `json:"endpoint"`
	Reason   string `json:"reason"`
}

// runScope prints one scope, or all of them if none is named.
func runScope(v *cli.View, known *catalog.Catalog, names []string, asJSON bool) error {
	if len(names) == 0 {
		names = scope.Names()
	}
	document := ScopeDocument{FormatVersion: "1.0", PatctlVersion: cli.BuildVersion(), Scopes: []scopeDoc{}}
	for _, name := range names {
		s, ok := scope.Named(name)
		if !ok {
			v.Diagnostics(diag.Diagnostics{noScope(name)}, nil)
			return cli.ErrPrinted
		}
		document.Scopes = append(document.Scopes, newScopeDoc(known, s))
	}
	if asJSON {
		return v.JSON(document)
	}
	for i, s := range document.Scopes {
		if i > 0 {
			v.Printf("\n")
		}
		v.Text([]byte(scopeText(v, s)))
	}
	return nil
}

func noScope(name string) *diag.Diagnostic {
	return diag.General("Unknown scope", fmt.Sprintf("GitHub has no scope %q for classic tokens.%s To list all scopes, run: patctl catalog scope",
		name, diag.DidYouMean(name, scope.Names())))
}

func newScopeDoc(known *catalog.Catalog, s scope.Scope) scopeDoc {
	out := scopeDoc{
		Name: s.Name, Includes: append([]string{}, scope.Included(s.Name)...), Meaning: s.Meaning, Documented: s.Documented,
		Permissions: map[string]string{}, Closed: []closedDoc{}, Remark: s.Remark,
	}
	if s.Parent != "" {
		out.Parent = &s.Parent
	}
	for name, level := range s.Permissions {
		out.Permissions[name] = string(level)
	}
	operations := scope.Operations(s.Name)
	for _, e := range known.Endpoints() {
		reaches := scope.IsFor(s.Name, e.Method, e.Path) || slices.Contains(operations, scope.Operation{Method: e.Method, Path: e.Path})
		if reaches && e.FineGrained == catalog.FineGrainedNo {
			out.Closed = append(out.Closed, closedDoc{e.String(), gap.Of(e).Why})
		}
	}
	return out
}

// scopeText is the page of a scope.
func scopeText(v *cli.View, s scopeDoc) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n  Meaning:     %s\n", v.Stdout.Bold(s.Name), s.Meaning)
	if s.Parent != nil {
		fmt.Fprintf(&b, "  Included in: %s\n", *s.Parent)
	}
	if len(s.Includes) > 0 {
		fmt.Fprintf(&b, "  Includes:    %s\n", strings.Join(s.Includes, ", "))
	}
	if s.Remark != "" {
		fmt.Fprintf(&b, "  Note:        %s\n", s.Remark)
	}
	b.WriteString(ceilingText(s))
	b.WriteString(closedText(s.Closed))
	return b.String()
}

// closedText lists what fine-grained tokens can't call, by the reason.
func closedText(closed []closedDoc) string {
	if len(closed) == 0 {
		return ""
	}
	var (
		b       strings.Builder
		reasons []string
		calls   = map[string][]string{}
	)
	for _, c := range closed {
		if calls[c.Reason] == nil {
			reasons = append(reasons, c.Reason)
		}
		calls[c.Reason] = append(calls[c.Reason], c.Endpoint)
	}
	fmt.Fprintf(&b, "  Fine-grained tokens can't make %s of this scope:\n", format.Count(len(closed), "call"))
	for _, reason := range reasons {
		fmt.Fprintf(&b, "    %s\n", cmp.Or(reason, "GitHub doesn't say why:"))
		for _, call := range calls[reason] {
			fmt.Fprintf(&b, "      %s\n", call)
		}
	}
	return b.String()
}

// ceilingText says what fine-grained tokens need at most.
func ceilingText(s scopeDoc) string {
	if len(s.Permissions) == 0 {
		return "  No permission of fine-grained tokens reaches the same.\n"
	}
	permissions := pat.Permissions{}
	for name, level := range s.Permissions {
		permissions[name] = pat.Level(level)
	}
	var b strings.Builder
	b.WriteString("  To reach the same, a fine-grained token needs at most these permissions. Most tokens need far less:\n")
	widest := 0
	for _, name := range permissions.Names() {
		widest = max(widest, len(name))
	}
	for _, name := range permissions.Names() {
		fmt.Fprintf(&b, "    %-*s = %q\n", widest, name, permissions[name])
	}
	return b.String()
}
