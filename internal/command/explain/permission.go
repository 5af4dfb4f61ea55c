package explain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
)

// explainedPermission is a permission in the document of explain.
type explainedPermission struct {
	Name        string         `json:"name"`
	DisplayName string         `json:"display_name"`
	Section     pat.Section    `json:"section"`
	Level       *pat.Level     `json:"level"` // that was asked for; null: all
	Levels      []pat.Level    `json:"levels"`
	Status      catalog.Status `json:"status"`
	Note        *string        `json:"note"`
}

func runExplainPermission(v *cli.View, about explaining, opts explainOptions) error {
	p, level, problem := about.writePermission(opts.args[0])
	if problem != nil {
		v.Diagnostics(diag.Diagnostics{problem}, nil)
		return cli.ErrPrinted
	}
	doc := about.permissionDocument(p, level)
	if opts.json {
		if err := v.JSON(doc); err != nil {
			return err
		}
	} else {
		writePermission(v, doc)
	}
	if p.Status == catalog.AppOnly {
		return cli.ExitWith(cli.ExitFindings)
	}
	return nil
}

// writePermission reads NAME or NAME:LEVEL. The level is empty where none was given.
func (about explaining) writePermission(arg string) (catalog.Permission, pat.Level, *diag.Diagnostic) {
	word, level, hasLevel := arg, "", false
	if at := strings.LastIndexAny(arg, ":="); at >= 0 {
		word, level, hasLevel = arg[:at], strings.ToLower(strings.TrimSpace(arg[at+1:])), true
	}
	word = strings.TrimSpace(word)
	p, ok := about.PermissionMeant(word)
	switch {
	case !ok:
		return p, "", about.noPermission(word)
	case p.Status == catalog.Mistaken:
		return p, "", diag.General("Wrong name of a permission",
			fmt.Sprintf("GitHub ignores %q in links. The permission that GitHub shows as %q is named %q.%s",
				p.Name, p.DisplayName, p.Instead, about.DidYouMean(p.Name)))
	case hasLevel && !p.HasLevel(pat.Level(level)) && p.Status != catalog.AppOnly:
		return p, "", noLevel(p, level)
	}
	return p, pat.Level(level), nil
}

func (about explaining) noPermission(word string) *diag.Diagnostic {
	detail := fmt.Sprintf("There is no permission %q.%s", word, about.DidYouMean(word))
	return diag.General("Unknown permission", detail+"\n\nFor all permissions, run:\n  patctl catalog\n"+
		"For an endpoint, name its method and path:\n  patctl explain 'GET /user'")
}

func noLevel(p catalog.Permission, level string) *diag.Diagnostic {
	var levels []string
	for _, l := range p.Levels {
		levels = append(levels, string(l))
	}
	return diag.General("Unsupported level", fmt.Sprintf("The permission %q has no level %q, only %s.%s",
		p.Name, level, strings.Join(levels, ", "), diag.DidYouMean(level, levels)))
}

// permissionDocument lists what a permission opens, at a level or at all of them.
func (about explaining) permissionDocument(p catalog.Permission, level pat.Level) Document {
	doc := newExplainDocument()
	doc.Permission = &explainedPermission{
		Name: p.Name, DisplayName: p.DisplayName, Section: p.Section,
		Levels: append([]pat.Level{}, p.Levels...), Status: p.Status, Note: cli.Optional(p.Note),
	}
	if level != "" {
		doc.Permission.Level = &level
	}
	if !p.Status.Usable() {
		return doc
	}
	reach := level
	if reach == "" {
		reach = pat.Admin
	}
	for _, e := range about.EndpointsOf(p.Name, reach) {
		explained := explainEndpoint(e, 0)
		needed := lowestLevel(e, p.Name)
		explained.Level = &needed
		doc.Endpoints = append(doc.Endpoints, explained)
	}
	return doc
}

// lowestLevel is the lowest at which some set of the endpoint names a permission.
func lowestLevel(e catalog.Endpoint, name string) pat.Level {
	lowest := pat.Admin
	for _, set := range e.Sets {
		if level, ok := set[name]; ok && lowest.Includes(level) {
			lowest = level
		}
	}
	return lowest
}

// writePermission writes what a permission opens for people.
func writePermission(v *cli.View, doc Document) {
	p := doc.Permission
	v.Printf("%s %q, a permission of the section %s\n", v.Stdout.Bold(diag.Printable(p.Name)), diag.Printable(p.DisplayName), p.Section)
	if p.Note != nil {
		v.Printf("  Note: %s\n", diag.Printable(*p.Note))
	}
	if p.Name == "metadata" {
		v.Printf("  Every other permission of this section brings it.\n")
	}
	if p.Status == catalog.AppOnly {
		v.Printf("  Only GitHub Apps can hold it: it opens nothing to fine-grained tokens.\n")
		return
	}
	if len(doc.Endpoints) == 0 {
		v.Printf("  GitHub's data lists no endpoint that needs it%s.\n", atLevel(p.Level))
	}
	more := ""
	for _, level := range p.Levels {
		endpoints := slices.DeleteFunc(slices.Clone(doc.Endpoints), func(e ExplainedEndpoint) bool { return *e.Level != level })
		if len(endpoints) == 0 {
			continue
		}
		v.Printf("\n%s opens %s%s\n", writeLevel(v, level), cli.Counted(len(endpoints), "endpoint"), more)
		more = " more"
		for _, e := range endpoints {
			v.Printf("  %s %s%s\n", e.Method, e.Path, besides(e.PermissionSets, p.Name, level))
		}
	}
}

func atLevel(level *pat.Level) string {
	if level == nil {
		return ""
	}
	return " at the level " + string(*level)
}

// besides says what an endpoint needs beside the permission, and what would do
// without it.
func besides(sets []pat.Permissions, name string, level pat.Level) string {
	var with, or []string
	alone := false
	for _, set := range sets {
		rest := pat.Permissions{}
		for other, l := range set {
			if other != name {
				rest[other] = l
			}
		}
		switch {
		case len(rest) == len(set):
			or = append(or, "or "+permissionsText(set))
		case len(rest) == 0:
			alone = alone || set[name] == level
		default:
			with = append(with, "with "+permissionsText(rest))
		}
	}
	if alone {
		with = nil
	}
	if texts := append(with, or...); len(texts) > 0 {
		return "  (" + strings.Join(texts, ", ") + ")"
	}
	return ""
}
