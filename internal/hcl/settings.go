package hcl

import (
	"fmt"
	"slices"

	"github.com/hashicorp/go-version"
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/argument"
	"github.com/patctl/patctl/internal/hcl/expression"
	"github.com/patctl/patctl/internal/hcl/schema"
	"github.com/patctl/patctl/internal/hcl/syntax"
	"github.com/patctl/patctl/internal/pat"
)

var (
	settingsSchema   = schema.Settings.Body()
	permissionSchema = schema.Permission.Body()
)

// formFields are the parameters of the link that are not permissions.
var formFields = []string{"name", "description", "target_name", "expires_in"}

func (l *loader) decodeSettings(s *source, b *hcl.Block) {
	content, diags := syntax.ContentOf(b.Body, settingsSchema)
	l.add(diags...)
	l.requireVersion(content.Attributes["required_version"])
	if a := content.Attributes["host"]; a != nil {
		l.decodeHost(s, a)
	}
	for _, inner := range content.Blocks {
		l.decodePermission(inner)
	}
}

func (l *loader) requireVersion(a *hcl.Attribute) {
	v, ok := l.Literal(a, cty.String)
	if !ok {
		return
	}
	text := v.AsString()
	constraints, err := version.NewConstraint(text)
	if err != nil {
		l.add(diag.Error(a.Expr.Range(), "invalid-version", "Invalid version constraint",
			fmt.Sprintf("%q is not a version constraint, such as \">= 0.1.0\".", text)))
		return
	}
	own, err := version.NewVersion(l.opts.Version)
	if err != nil {
		return // a build without a version is held against nothing
	}
	// A pre-release counts as its release: it is newer than what came before.
	if !constraints.Check(own.Core()) {
		l.add(diag.Error(a.Expr.Range(), "unsupported-version", "Unsupported version of patctl",
			fmt.Sprintf("The configuration requires patctl %[2]s, and this is version %[1]s. Install a matching version, or change the constraint.", own, constraints)))
	}
}

func (l *loader) decodeHost(s *source, a *hcl.Attribute) {
	v, given := l.Literal(a, cty.String)
	if s.dir != l.Dir {
		l.add(diag.Error(a.NameRange, "host-in-module", "Host only allowed in the root module",
			"Only the root module can set the host. Remove the argument from the module."))
		return
	}
	if !given {
		return
	}
	at := a.Expr.Range()
	if l.config.HostRange != nil {
		l.add(diag.Error(a.NameRange, "duplicate-declaration", "Duplicate host",
			fmt.Sprintf("The host is already set at %s.", diag.Place(*l.config.HostRange))))
		return
	}
	l.config.Host, l.config.HostRange = v.AsString(), &at
}

func (l *loader) decodePermission(b *hcl.Block) {
	content, diags := syntax.ContentOf(b.Body, permissionSchema)
	l.add(diags...)
	b.Labels[0] = cty.NormalizeString(b.Labels[0])
	if !l.named("permission", b, nil) || diags.HasErrors() {
		return
	}
	section, ok := l.requiredText(content.Attributes["section"])
	p := catalog.Permission{
		Name:        b.Labels[0],
		DisplayName: l.literalText(content.Attributes["display_name"]),
		Section:     pat.Section(section),
		Levels:      l.literalLevels(content.Attributes["levels"]),
		Status:      catalog.Declared,
	}
	if !ok {
		return
	}
	if p.DisplayName == "" {
		p.DisplayName = p.Name
	}
	if slices.Contains(formFields, p.Name) {
		l.add(diag.Error(b.LabelRanges[0], "invalid-name", "Invalid permission name",
			fmt.Sprintf("The parameter %q is a field of the form, so a permission cannot have this name.", p.Name)))
		return
	}
	sections := []string{string(pat.Account), string(pat.Repository), string(pat.Organization)}
	if !slices.Contains(sections, string(p.Section)) {
		l.add(diag.Error(content.Attributes["section"].Expr.Range(), "invalid-section", "Invalid section",
			fmt.Sprintf("There is no section %q. Use %s.", p.Section, expression.OrList(sections))+diag.DidYouMean(string(p.Section), sections)))
		return
	}
	l.addPermission(p, b)
}

func (l *loader) literalLevels(a *hcl.Attribute) []pat.Level {
	v, ok := l.required(a, cty.List(cty.String))
	if !ok {
		return nil
	}
	known := []string{string(pat.Read), string(pat.Write), string(pat.Admin)}
	var levels []pat.Level
	for _, element := range v.AsValueSlice() {
		if element.IsNull() || !slices.Contains(known, element.AsString()) {
			l.add(diag.Error(a.Expr.Range(), "invalid-level", "Invalid level",
				fmt.Sprintf("The access levels of a permission can be %s.", expression.OrList(known))))
			return nil
		}
		levels = append(levels, pat.Level(element.AsString()))
	}
	if len(levels) == 0 {
		l.add(diag.Error(a.Expr.Range(), "invalid-level", "Invalid level", "A permission requires at least one access level."))
	}
	slices.SortFunc(levels, func(a, b pat.Level) int { return a.Rank() - b.Rank() })
	return slices.Compact(levels)
}

// addPermission teaches the catalog a permission, unless it knows it differently.
func (l *loader) addPermission(p catalog.Permission, b *hcl.Block) {
	known, ok := l.config.Catalog.Permission(p.Name)
	if ok {
		if known.Status != catalog.Declared {
			l.add(diag.Warning(b.DefRange, "known-permission", "Permission already in the catalog", argument.KnownPermission(known.Name, known.Status.Usable())))
		} else if known.Section != p.Section || !slices.Equal(known.Levels, p.Levels) {
			l.add(diag.Error(b.DefRange, "duplicate-declaration", "Duplicate permission",
				fmt.Sprintf("The permission %q is declared elsewhere with a different section or different levels.", p.Name)))
			return
		}
	}
	if l.permissions++; l.permissions > syntax.MaxPermissions {
		if l.permissions == syntax.MaxPermissions+1 {
			l.add(syntax.TooManyPermissions(b.DefRange))
		}
		return
	}
	l.config.Catalog = l.config.Catalog.With(p)
}
