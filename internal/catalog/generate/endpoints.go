package main

import (
	"cmp"
	"errors"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/pat"
)

// endpoint is a row of endpoints.tsv or of unlisted.tsv. What is absent is a
// hyphen.
type endpoint struct {
	method, path string
	sets         string // "a:read | b:write + c:read", or ""
	access       string // yes, no or unknown; "" where there are sets
	page, anchor string
	source, app  string
	conditions   string // of each of the sets, " | " between them; "" where any set is enough
	public       string // yes, no
	grade, where string
	note         string // for people; may be empty
}

var (
	pathPattern  = regexp.MustCompile(`^/$|^(/([a-z0-9A-Z_.-]|\{[a-z][a-z_-]*\})+)+$`)
	pagePattern  = regexp.MustCompile(`^[a-z-]+/[a-z-]+$`)
	docPattern   = regexp.MustCompile(`^[a-z-]+/[a-z-]+/[a-z0-9-]+$`)
	parameterRun = regexp.MustCompile(`\{[^}]*\}`)
	httpMethods  = []string{"DELETE", "GET", "PATCH", "POST", "PUT"}
)

// readEndpoints returns the endpoints sorted by path, then by method. It goes
// on after a mistake.
func readEndpoints(facts fs.FS, permissions map[string]permission) ([]endpoint, error) {
	listed, listedErr := readRows(facts, "endpoints.tsv", "method", "path", "permission_sets", "doc", "source", "condition", "public_read", "grade", "evidence")
	unlisted, unlistedErr := readRows(facts, "unlisted.tsv", "method", "path", "fine_grained", "source", "github_app", "category", "public_read", "condition", "grade", "evidence")
	enterprise, enterpriseErr := readRows(facts, "endpoints-enterprise.tsv", "method", "path", "where", "fine_grained", "permission_sets",
		"github_app", "app_permission_sets", "grade", "source", "note")
	errs := []error{listedErr, unlistedErr, enterpriseErr}
	var endpoints []endpoint
	seen := map[string]string{}
	for _, r := range slices.Concat(listed, unlisted, enterprise) {
		e, err := readEndpoint(r, permissions)
		key := e.method + " " + parameterRun.ReplaceAllString(e.path, "{}")
		if other, twice := seen[key]; twice {
			err = errors.Join(err, r.errorf("%s %s stands already at %s", e.method, e.path, other))
		}
		seen[key] = r.place
		endpoints, errs = append(endpoints, e), append(errs, err)
	}
	errs = append(errs, readNotes(facts, endpoints))
	slices.SortFunc(endpoints, func(a, b endpoint) int {
		return cmp.Or(cmp.Compare(a.path, b.path), cmp.Compare(a.method, b.method))
	})
	return endpoints, errors.Join(errs...)
}

// readNotes adds the notes of notes.tsv to their endpoints.
func readNotes(facts fs.FS, endpoints []endpoint) error {
	rows, err := readRows(facts, "notes.tsv", "method", "path", "note", "source")
	errs := []error{err}
	for _, r := range rows {
		i := slices.IndexFunc(endpoints, func(e endpoint) bool { return e.method == r.cells["method"] && e.path == r.cells["path"] })
		switch {
		case i < 0:
			errs = append(errs, r.errorf("%s %s is no endpoint", r.cells["method"], r.cells["path"]))
		case r.cells["note"] == "" || endpoints[i].note != "":
			errs = append(errs, r.errorf("a note is empty, or the second of its endpoint"))
		default:
			endpoints[i].note = r.cells["note"]
		}
	}
	return errors.Join(errs...)
}

func readEndpoint(r row, permissions map[string]permission) (endpoint, error) {
	e := endpoint{method: r.cells["method"], path: r.cells["path"], anchor: "-", source: r.cells["source"], app: "-",
		public: cmp.Or(r.cells["public_read"], "-"), grade: r.cells["grade"], where: cmp.Or(r.cells["where"], "-")}
	errs := []error{r.oneOf("method", httpMethods...), r.oneOf("grade", "proven", "judged")}
	if !pathPattern.MatchString(e.path) {
		errs = append(errs, r.errorf("path is %q, not a path", e.path))
	}
	switch _, listed := r.cells["doc"]; {
	case listed:
		errs = append(errs, readListed(r, &e))
	case e.where != "-":
		errs = append(errs, readEnterprise(r, &e))
	default:
		errs = append(errs, readUnlisted(r, &e))
	}
	if e.access == "" {
		errs = append(errs, checkSets(r, e.sets, permissions))
	}
	return e, errors.Join(errs...)
}

// readListed reads what only endpoints.tsv has.
func readListed(r row, e *endpoint) error {
	e.sets = r.cells["permission_sets"]
	if err := r.oneOf("source", sources...); err != nil {
		return err
	}
	if r.cells["condition"] == "not-needed" {
		e.sets, e.access = "", "yes"
	} else if err := readConditions(r, e); err != nil {
		return err
	}
	doc := r.cells["doc"]
	if !docPattern.MatchString(doc) {
		return r.errorf("doc is %q, not group/page/anchor", doc)
	}
	slash := strings.LastIndex(doc, "/")
	e.page, e.anchor = doc[:slash], doc[slash+1:]
	return nil
}

// readConditions wants a condition for each of the sets, or none at all.
func readConditions(r row, e *endpoint) error {
	e.conditions = r.cells["condition"]
	if e.conditions != "" && (e.sets == "" || strings.Count(e.conditions, " | ") != strings.Count(e.sets, " | ")) {
		return r.errorf("condition is %q, not one for each of the sets %q", e.conditions, e.sets)
	}
	return nil
}

// readUnlisted reads what only unlisted.tsv has.
func readUnlisted(r row, e *endpoint) error {
	var errs []error
	if sets, needs := strings.CutPrefix(r.cells["fine_grained"], "needs "); needs {
		e.sets = sets
	} else {
		e.access = r.cells["fine_grained"]
		errs = append(errs, r.oneOf("fine_grained", "yes", "no", "public", "unknown"))
	}
	if e.access == "unknown" {
		errs, e.source = append(errs, r.oneOf("source", "")), "-"
	} else {
		errs = append(errs, r.oneOf("source", sources...))
	}
	if r.cells["github_app"] == "true" {
		e.app = "app"
	}
	errs = append(errs, r.oneOf("github_app", "true", "false"), readConditions(r, e))
	e.page = r.cells["category"]
	if !pagePattern.MatchString(e.page) {
		errs = append(errs, r.errorf("category is %q, not group/page", e.page))
	}
	return errors.Join(errs...)
}

// sources are where a fact may come from.
var sources = []string{"data", "docs", "description", "observed", "judgement"}

// readEnterprise reads what only endpoints-enterprise.tsv has.
func readEnterprise(r row, e *endpoint) error {
	e.sets, e.page = r.cells["permission_sets"], "enterprise/enterprise"
	if r.cells["fine_grained"] != "yes" || e.sets == "" {
		e.sets, e.access = "", r.cells["fine_grained"]
	}
	switch source, _, _ := strings.Cut(e.source, ":"); source {
	case "data", "apps", "lists":
		e.source = "data"
	case "openapi":
		e.source = "description"
	case "https":
		e.source = "docs"
	default:
		return r.errorf("source is %q", e.source)
	}
	if r.cells["github_app"] == "yes" {
		e.app = "app"
	}
	return errors.Join(r.oneOf("fine_grained", "yes", "no", "unknown"), r.oneOf("where", "ghec", "ghes", "both"), r.oneOf("github_app", "yes", "no", "unknown"))
}

// checkSets wants sets of permissions that a template may use, at levels that
// they have.
func checkSets(r row, sets string, permissions map[string]permission) error {
	var errs []error
	for alternative := range strings.SplitSeq(sets, " | ") {
		seen := map[string]bool{}
		for needed := range strings.SplitSeq(alternative, " + ") {
			name, level, _ := strings.Cut(needed, ":")
			errs = append(errs, checkNeeded(r, permissions, name, level))
			if seen[name] {
				errs = append(errs, r.errorf("a set names %q twice", name))
			}
			seen[name] = true
		}
	}
	return errors.Join(errs...)
}

func checkNeeded(r row, permissions map[string]permission, name, level string) error {
	p, ok := permissions[name]
	switch {
	case !ok:
		return r.errorf("a set names %q, which is no permission", name)
	case p.status != "documented" && p.status != "undocumented" && p.status != "disputed":
		return r.errorf("a set names %q, whose status is %q", name, p.status)
	case !slices.Contains(p.levels, level) || pat.Level(level) == pat.NoAccess:
		return r.errorf("a set names %q at the level %q, which it does not have", name, level)
	}
	return nil
}
