package main

import (
	"bytes"
	"errors"
	"fmt"
	"go/format"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/pat"
)

// permission is a row of permissions.tsv.
type permission struct {
	name, display, section, status, instead, note, where string
	levels                                               []string
}

var (
	namePattern = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	statuses    = []string{"documented", "undocumented", "alias", "disputed", "app_only", "mistaken"}
	sections    = []string{string(pat.Account), string(pat.Repository), string(pat.Organization)}
)

// readPermissions returns the permissions by name. It goes on after a mistake.
func readPermissions(facts fs.FS) (map[string]permission, error) {
	rows, err := readRows(facts, "permissions.tsv", "parameter", "display_name", "section", "levels",
		"status", "instead", "in_docs_of_the_first_day", "note", "where")
	errs := []error{err}
	permissions := map[string]permission{}
	for _, r := range rows {
		p, err := readPermission(r)
		if _, twice := permissions[p.name]; twice {
			err = errors.Join(err, r.errorf("a second row for %q", p.name))
		}
		permissions[p.name] = p
		errs = append(errs, err)
	}
	for _, r := range rows {
		errs = append(errs, checkInstead(r, permissions))
	}
	return permissions, errors.Join(errs...)
}

func readPermission(r row) (permission, error) {
	p := permission{
		name: r.cells["parameter"], display: r.cells["display_name"], section: r.cells["section"],
		status: r.cells["status"], instead: r.cells["instead"], note: r.cells["note"], where: r.cells["where"],
	}
	errs := []error{r.oneOf("status", statuses...), r.oneOf("section", sections...), r.oneOf("where", "", "ghec", "ghes", "both")}
	if !namePattern.MatchString(p.name) {
		errs = append(errs, r.errorf("parameter is %q, not a name", p.name))
	}
	if strings.TrimSpace(p.display) == "" {
		errs = append(errs, r.errorf("%q has no display name", p.name))
	}
	if r.cells["levels"] != "" {
		p.levels = strings.Split(r.cells["levels"], ",")
	}
	return p, errors.Join(append(errs, checkLevels(r, p))...)
}

// checkLevels wants levels that exist, lowest first, for everything but a
// mistaken name, which has none.
func checkLevels(r row, p permission) error {
	if (p.status == "mistaken") != (len(p.levels) == 0) {
		return r.errorf("levels is %q, but status is %q", r.cells["levels"], p.status)
	}
	rank := pat.NoAccess.Rank()
	for _, level := range p.levels {
		if pat.Level(level).Rank() <= rank {
			return r.errorf("levels is %q: level %q is unknown or in the wrong order", r.cells["levels"], level)
		}
		rank = pat.Level(level).Rank()
	}
	return nil
}

// checkInstead wants a name to write for an alias and a mistaken name, and for
// nothing else.
func checkInstead(r row, permissions map[string]permission) error {
	status, instead := r.cells["status"], r.cells["instead"]
	if status != "alias" && status != "mistaken" {
		if instead != "" {
			return r.errorf("instead is %q, but status is %q", instead, status)
		}
		return nil
	}
	right, ok := permissions[instead]
	if !ok {
		return r.errorf("instead is %q, which has no row", instead)
	}
	if right.status != "documented" && right.status != "undocumented" {
		return r.errorf("instead is %q, whose status is %q", instead, right.status)
	}
	if right.section != r.cells["section"] {
		return r.errorf("instead is %q, which is in another section", instead)
	}
	return nil
}

// writePermissions writes the permissions as a Go table, sorted by name.
func writePermissions(permissions map[string]permission, sources []source) ([]byte, error) {
	var b bytes.Buffer
	for line := range strings.SplitSeq(header(sources), "\n") {
		fmt.Fprintf(&b, "// %s\n", line)
	}
	b.WriteString("\npackage catalog\n\nimport \"github.com/patctl/patctl/internal/pat\"\n\n")
	b.WriteString("var recordedPermissions = []Permission{\n")
	for _, name := range slices.Sorted(maps.Keys(permissions)) {
		writePermission(&b, permissions[name])
	}
	b.WriteString("}\n\n")
	writeSources(&b, sources)
	return format.Source(b.Bytes())
}

func writePermission(b *bytes.Buffer, p permission) {
	fmt.Fprintf(b, "\t{Name: %q, DisplayName: %q, Section: %q, Status: %q", p.name, p.display, p.section, p.status)
	if len(p.levels) > 0 {
		fmt.Fprintf(b, `, Levels: []pat.Level{"%s"}`, strings.Join(p.levels, `", "`))
	}
	if p.instead != "" {
		fmt.Fprintf(b, ", Instead: %q", p.instead)
	}
	if p.note != "" {
		fmt.Fprintf(b, ", Note: %q", p.note)
	}
	if p.where != "" {
		fmt.Fprintf(b, ", Where: %q", p.where)
	}
	b.WriteString("},\n")
}
