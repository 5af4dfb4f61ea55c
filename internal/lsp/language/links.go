package language

import (
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/page"
	"github.com/patctl/patctl/internal/hcl/schema"
	"github.com/patctl/patctl/internal/lsp/filename"
	"github.com/patctl/patctl/internal/pat"
)

// Link is a place of a document, in bytes, that leads to a page or to a file.
type Link struct {
	Start, End int
	Target     string // an address, or the path of a file from the top of the file system, which need not exist
	File       bool
	Tooltip    string
}

// mention is a place in a part that may be a link.
type mention struct {
	kind mentionKind
	text string
	at   Place
}

type mentionKind int

const (
	linkSource     mentionKind = iota // of a module
	linkFile                          // that a function reads
	linkEndpoint                      // in one of its forms
	linkPermission                    // by its name
	linkRule
)

func (n *partNames) mention(kind mentionKind, text string, at Place) {
	n.mentions = append(n.mentions, mention{kind, text, at})
}

// linkFinder knows where in a part strings are.
type linkFinder struct {
	argument string
	calls    int // of the function that takes endpoints, around the string
}

// mentionString notes a string that names an endpoint or a rule.
func (n *partNames) mentionString(in linkFinder, text string, at Place) {
	switch in.argument {
	case "rules", "deny", "revoke", "findings":
		if isRule(text) {
			n.mention(linkRule, text, at)
		}
		return
	}
	method, target, _ := strings.Cut(text, " ")
	request := catalog.IsMethod(method) && (strings.HasPrefix(target, "/") || strings.HasPrefix(target, "https://"))
	if request || text != "" && (in.argument == "endpoints" || in.calls > 0) {
		n.mention(linkEndpoint, text, at)
	}
}

// mentionKey notes the name of a permission in an object.
func (n *partNames) mentionKey(in linkFinder, key, value string, at Place) {
	level := slices.Contains([]pat.Level{pat.Read, pat.Write, pat.Admin}, pat.Level(value))
	if key != "" && (level || in.argument == "permissions") {
		n.mention(linkPermission, key, at)
	}
}

func isRule(name string) bool {
	return slices.ContainsFunc(pat.Rules(), func(r pat.Rule) bool { return r.Name == name })
}

// item notes the key of an object that is written out.
func (c *collector) item(item hclsyntax.ObjectConsItem) {
	key := hcl.ExprAsKeyword(item.KeyExpr)
	if wrapped, ok := item.KeyExpr.(*hclsyntax.ObjectConsKeyExpr); ok && key == "" {
		key = writtenText(wrapped.Wrapped)
	}
	c.mentionKey(c.links, key, writtenText(item.ValueExpr), c.unquoted(item.KeyExpr.Range()))
}

// call notes the file that a function reads, if its name is written out.
func (c *collector) call(x *hclsyntax.FunctionCallExpr) {
	if x.Name == schema.PermissionsFor {
		c.links.calls++
	}
	switch x.Name {
	case "file", "fileexists", "templatefile":
		if len(x.Args) > 0 {
			if name, ok := pathText(x.Args[0]); ok {
				c.mention(linkFile, name, c.unquoted(x.Args[0].Range()))
			}
		}
	case "fileset":
		if len(x.Args) != 2 {
			return
		}
		dir, ok := pathText(x.Args[0])
		name, plain := pathText(x.Args[1])
		if ok && plain && !strings.ContainsAny(name, "*?[{") {
			c.mention(linkFile, path.Join(dir, name), c.unquoted(x.Args[1].Range()))
		}
	}
}

// pathText is a path that is written out, which can begin with path.module.
func pathText(x hclsyntax.Expression) (string, bool) {
	switch x := x.(type) {
	case *hclsyntax.ScopeTraversalExpr:
		return ".", isPathModule(x)
	case *hclsyntax.TemplateExpr:
		parts, prefix := x.Parts, ""
		if len(parts) == 2 && isPathModule(parts[0]) {
			parts, prefix = parts[1:], "."
		}
		if literal, ok := first(parts); ok && len(parts) == 1 {
			return prefix + literal.Val.AsString(), true
		}
	}
	return "", false
}

func isPathModule(x hclsyntax.Expression) bool {
	t, ok := x.(*hclsyntax.ScopeTraversalExpr)
	if !ok || len(t.Traversal) != 2 || t.Traversal.RootName() != "path" {
		return false
	}
	step, ok := t.Traversal[1].(hcl.TraverseAttr)
	return ok && step.Name == "module"
}

// Links returns the places of a document that lead somewhere: sources of modules, paths of
// files, endpoints, permissions, and rules.
func (m *Module) Links(name string) []Link {
	d := m.documents[name]
	if d == nil {
		return nil
	}
	permissions := map[string]string{} // pages
	var out []Link
	for i, p := range d.Parts() {
		names := m.namesOf(name, p)
		f := m.entry(p)
		if f.links == nil {
			f.links = make([]Link, 0, len(names.mentions))
			for _, mention := range names.mentions {
				if link, ok := m.link(mention, permissions); ok {
					f.links = append(f.links, link)
				}
			}
		}
		start := d.Start(i).Byte
		for _, link := range f.links {
			link.Start, link.End = start+link.Start, start+link.End
			out = append(out, link)
		}
		for _, mention := range names.mentions {
			if file := m.moduleFile(mention); file != "" {
				out = append(out, Link{start + mention.at.Start, start + mention.at.End, file, true, "Open the module"})
			}
		}
	}
	slices.SortFunc(out, func(a, b Link) int { return a.Start - b.Start })
	return slices.Compact(out)
}

// moduleFile is the file that the source of a module leads to, or "".
func (m *Module) moduleFile(of mention) string {
	dir := directory(m.Dir, of.text)
	if of.kind != linkSource || dir == "" || m.other == nil {
		return ""
	}
	module := m.other(dir)
	if module == nil {
		return ""
	}
	names := slices.DeleteFunc(module.Names(), func(name string) bool { return !filename.IsConfiguration(name) })
	switch {
	case len(names) == 0:
		return ""
	case slices.Contains(names, "main.pat.hcl"):
		return path.Join(dir, "main.pat.hcl")
	}
	return path.Join(dir, names[0])
}

// link is where a mention leads, other than to a module.
func (m *Module) link(of mention, permissions map[string]string) (Link, bool) {
	out := Link{Start: of.at.Start, End: of.at.End}
	switch of.kind {
	case linkRule:
		if isRule(of.text) {
			out.Target, out.Tooltip = pat.RulesPage+"#"+of.text, "Documentation of the rule"
		}
	case linkEndpoint:
		out.Target, out.Tooltip = m.endpointPage(of.text), "GitHub's documentation of the endpoint"
	case linkPermission:
		target, known := permissions[of.text]
		if !known {
			if p, ok := m.catalog.Permission(of.text); ok {
				target = page.Of(m.catalog, p)
			}
			permissions[of.text] = target
		}
		out.Target, out.Tooltip = target, "GitHub's documentation of the permission"
	case linkFile:
		if name := path.Join(m.Dir, of.text); !path.IsAbs(of.text) && name != ".." && !strings.HasPrefix(name, "../") && of.text != "" {
			out.Target, out.File, out.Tooltip = name, true, "Open the file"
		}
	}
	return out, out.Target != ""
}

// endpointPage is the page that documents an endpoint, or "".
func (m *Module) endpointPage(text string) string {
	call, err := catalog.ParseCall(text)
	if err != nil {
		return ""
	}
	page := ""
	for _, e := range m.catalog.Find(call) {
		if page != "" && e.Doc != page {
			return ""
		}
		page = e.Doc
	}
	return page
}
