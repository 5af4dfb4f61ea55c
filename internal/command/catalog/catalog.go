package catalog

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/search"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/workspace"
)

const catalogLong = `Prints the permissions of fine-grained personal access tokens: the name to use in a
template, the label in GitHub's form, the section, the access levels, and the areas of
the REST API that the permission allows, with the number of endpoints at each level.
The level write includes read.

With WORDS, catalog prints only permissions whose name, label, section, or areas
contain all of the words, and those that people often mean by them, such as
"administration" for "branch protection". The best match comes first. If nothing
matches, catalog searches the paths of the endpoints. If WORDS match a name that only GitHub
Apps can have, or a common name that does not exist, catalog prints it with the name to
use instead. With --all, it prints all of these names.

Permissions that the configuration in the working directory declares are included. In a
pipe, columns are separated by tabs.

"catalog scope NAME..." prints scopes of classic tokens instead, such as repo: what they
include, the permissions that a fine-grained token needs at most to reach the same, and the
calls that it can't make. Without NAME, it prints all scopes.`

const catalogExample = `  patctl catalog
  patctl catalog pull requests
  patctl catalog --section organization secrets
  patctl catalog webhooks --json
  patctl catalog scope repo`

// catalogOptions are the flags and arguments of catalog.
type catalogOptions struct {
	words   []string
	section string
	all     bool
	json    bool
}

func sectionNames() []string {
	return []string{string(pat.Account), string(pat.Repository), string(pat.Organization)}
}

// NewCmd returns the command catalog.
func NewCmd(e *cli.Env) *cobra.Command {
	var opts catalogOptions
	cmd := &cobra.Command{
		Use:     "catalog [WORDS]",
		Short:   "List the permissions that a token can have, and what they allow",
		Long:    catalogLong,
		Example: catalogExample,
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.words = slices.DeleteFunc(args, func(word string) bool { return strings.TrimSpace(word) == "" })
			if opts.section != "" && !slices.Contains(sectionNames(), opts.section) {
				return cli.UsageErrorf(cmd, "Unknown section", "There is no section %q, only %s.%s",
					opts.section, strings.Join(sectionNames(), ", "), diag.DidYouMean(opts.section, sectionNames()))
			}
			return runCatalog(e, cli.NewView(e), opts)
		},
	}
	cmd.Flags().StringVar(&opts.section, "section", "", "list only permissions in `SECTION`: account, repository, or organization")
	cmd.Flags().BoolVar(&opts.all, "all", false, "include names that a template cannot use")
	cmd.Flags().BoolVar(&opts.json, "json", false, "print a JSON document")
	return cmd
}

func runCatalog(e *cli.Env, v *cli.View, opts catalogOptions) error {
	known, _ := workspace.CatalogOf(e, v)
	if len(opts.words) > 0 && opts.words[0] == scopeWord {
		return runScope(v, known, opts.words[1:], opts.json)
	}
	entries := opts.Choose(known, catalogEntries(known))
	if len(entries) == 0 {
		v.Diagnostics(diag.Diagnostics{noPermission(known, opts)}, nil)
		return cli.ErrPrinted
	}
	if opts.json {
		return v.JSON(newCatalogDocument(entries))
	}
	v.Table(catalogTable(entries))
	return nil
}

// Choose returns the entries that the flags and words ask for. With words, those that
// fit best come first.
func (opts catalogOptions) Choose(known *catalog.Catalog, entries []catalogEntry) []catalogEntry {
	entries = slices.DeleteFunc(entries, func(entry catalogEntry) bool { return opts.section != "" && string(entry.Section) != opts.section })
	if len(opts.words) == 0 {
		return slices.DeleteFunc(entries, func(entry catalogEntry) bool { return !opts.all && !entry.Status.Usable() })
	}
	ranking := search.New(known, opts.words)
	chosen := slices.DeleteFunc(slices.Clone(entries), func(entry catalogEntry) bool {
		return !entry.matches(opts.words) && !ranking.Means(permissionOf(known, entry))
	})
	if len(chosen) == 0 && opts.section == "" {
		chosen = slices.DeleteFunc(entries, func(entry catalogEntry) bool { return !ranking.Opens(permissionOf(known, entry)) })
	}
	slices.SortStableFunc(chosen, func(a, b catalogEntry) int {
		return cmp.Compare(ranking.Score(permissionOf(known, b)), ranking.Score(permissionOf(known, a)))
	})
	return chosen
}

func permissionOf(known *catalog.Catalog, entry catalogEntry) catalog.Permission {
	p, _ := known.Permission(entry.Name)
	return p
}

// noPermission says that the words choose nothing, and what would.
func noPermission(known *catalog.Catalog, opts catalogOptions) *diag.Diagnostic {
	asked, where := strings.Join(opts.words, " "), "the catalog"
	if opts.section != "" {
		where = "the section " + opts.section
	}
	detail := fmt.Sprintf("No permission in %s contains all of these words: %s.%s\n\nTo list all permissions, run:\n  patctl catalog",
		where, diag.Printable(asked), catalogHint(known, opts))
	return diag.General("No such permission", detail)
}

// catalogHint says, with a leading space, where the words occur or what they
// may mean. It is empty where nothing is known.
func catalogHint(known *catalog.Catalog, opts catalogOptions) string {
	if opts.section != "" {
		opts.section = ""
		if elsewhere := opts.Choose(known, catalogEntries(known)); len(elsewhere) > 0 {
			return fmt.Sprintf(" The section %s has %q.", elsewhere[0].Section, elsewhere[0].Name)
		}
	}
	for _, word := range append([]string{strings.Join(opts.words, " ")}, opts.words...) {
		if meant := known.DidYouMean(word); meant != "" {
			return meant
		}
	}
	return ""
}
