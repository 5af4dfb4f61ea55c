package docs

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// documented is an operation as the documentation has it.
type documented struct {
	Verb        string  `json:"verb"`
	RequestPath string  `json:"requestPath"`
	Title       string  `json:"title"`
	Category    string  `json:"category"`
	Subcategory string  `json:"subcategory"`
	Access      *access `json:"progAccess"`
}

// access says which tokens can call an operation. Each of Permissions is a set, by
// title: all of a set are needed, and any set is enough.
type access struct {
	UserToServer   bool                `json:"userToServerRest"`
	ServerToServer bool                `json:"serverToServer"`
	FineGrained    bool                `json:"fineGrainedPat"`
	Permissions    []map[string]string `json:"permissions"`
	PublicRead     bool                `json:"allowsPublicRead"`
}

// readOperations reads all files of a version. It goes on after a mistake.
func readOperations(checkout fs.FS, version string, n names) ([]Operation, []string, error) {
	files, err := fs.Glob(checkout, "src/rest/data/fpt-"+version+"/*.json")
	if err != nil {
		return nil, nil, err
	}
	var operations []Operation
	var errs []error
	unnamed := map[string]bool{}
	for _, file := range files {
		found, err := readFile(checkout, file)
		errs = append(errs, err)
		for _, d := range found {
			operations = append(operations, d.operation(n, unnamed))
		}
	}
	slices.SortFunc(operations, func(a, b Operation) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Method, b.Method))
	})
	operations = slices.CompactFunc(operations, func(a, b Operation) bool { return a.Path == b.Path && a.Method == b.Method })
	return operations, slices.Sorted(maps.Keys(unnamed)), errors.Join(errs...)
}

func readFile(checkout fs.FS, file string) ([]documented, error) {
	text, err := fs.ReadFile(checkout, file)
	if err != nil {
		return nil, err
	}
	var pages map[string]json.RawMessage
	if err := json.Unmarshal(text, &pages); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	var all []documented
	for _, page := range slices.Sorted(maps.Keys(pages)) {
		var operations []documented
		if err := json.Unmarshal(pages[page], &operations); err != nil {
			return all, fmt.Errorf("%s: %s: %w", file, page, err)
		}
		for _, d := range operations {
			if d.Verb == "" || !strings.HasPrefix(d.RequestPath, "/") || d.Category == "" || d.Subcategory == "" {
				return all, fmt.Errorf("%s: %s: an operation lacks its verb, path, or page", file, page)
			}
		}
		all = append(all, operations...)
	}
	return all, nil
}

func (d documented) operation(n names, unnamed map[string]bool) Operation {
	o := Operation{
		Method: strings.ToUpper(d.Verb), Path: d.RequestPath, Doc: d.Category + "/" + d.Subcategory + "/" + anchor(d.Title), Listed: d.Access != nil,
	}
	if d.Access == nil {
		return o
	}
	o.FineGrained, o.Public = d.Access.FineGrained, d.Access.PublicRead
	o.GitHubApp = d.Access.UserToServer || d.Access.ServerToServer
	for _, titles := range d.Access.Permissions {
		if set := n.set(titles, unnamed); set != nil && !slices.ContainsFunc(o.Sets, func(other []string) bool { return slices.Equal(other, set) }) {
			o.Sets = append(o.Sets, set)
		}
	}
	o.AppOnly = len(d.Access.Permissions) > 0 && o.Sets == nil
	return o
}

// set gives the names of a set, sorted; nil where a token cannot hold it, or where a title has
// no name, which unnamed then has.
func (n names) set(titles map[string]string, unnamed map[string]bool) []string {
	var set []string
	held := true
	for title, level := range titles {
		name, can, known := n.find(title)
		if !known {
			unnamed[title] = true
		}
		held = held && can
		set = append(set, name+":"+level)
	}
	if !held {
		return nil
	}
	slices.Sort(set)
	return set
}

// unspoken is what an anchor leaves out of a title.
var unspoken = regexp.MustCompile(`[^a-z0-9 _-]`)

// anchor is the anchor of an operation on its page.
func anchor(title string) string {
	return strings.ReplaceAll(unspoken.ReplaceAllString(strings.ToLower(title), ""), " ", "-")
}
