package catalog

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/catalog"
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
contain all of the words. Case does not matter. If WORDS match a name that only GitHub
Apps can have, or a common name that does not exist, catalog prints it with the name to
use instead. With --all, it prints all of these names.

Permissions that the configuration in the working directory declares are included. In a
pipe, columns are separated by tabs.`

const catalogExample = `  patctl catalog
  patctl catalog pull requests
  patctl catalog --section organization secrets
  patctl catalog webhooks --json`

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
		Use:               "catalog [WORDS]",
		Short:             "List the permissions that a token can have, and what they allow",
		Long:              catalogLong,
		Example:           catalogExample,
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: cobra.NoFileCompletions,
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
	if err := cmd.RegisterFlagCompletionFunc("section", cobra.FixedCompletions(sectionNames(), cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic(err)
	}
	return cmd
}

func runCatalog(e *cli.Env, v *cli.View, opts catalogOptions) error {
	known, _ := workspace.CatalogOf(e, v)
	entries := opts.Choose(catalogEntries(known))
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

// Choose returns the entries that the flags and words ask for.
func (opts catalogOptions) Choose(entries []catalogEntry) []catalogEntry {
	return slices.DeleteFunc(entries, func(entry catalogEntry) bool {
		switch {
		case opts.section != "" && string(entry.Section) != opts.section:
			return true
		case len(opts.words) == 0:
			return !opts.all && !entry.Status.Usable()
		}
		return !entry.matches(opts.words)
	})
}

// noPermission says that the words choose nothing, and what would.
func noPermission(known *catalog.Catalog, opts catalogOptions) *diag.Diagnostic {
	asked, where := strings.Join(opts.words, " "), "the catalog"
	if opts.section != "" {
		where = "the section " + opts.section
	}
	detail := fmt.Sprintf("In no permission of %s do all of these words occur: %s.%s\n\nFor all permissions, run:\n  patctl catalog",
		where, diag.Printable(asked), catalogHint(known, opts))
	return diag.General("No such permission", detail)
}

// catalogHint says, with a leading space, where the words occur or what they
// may stand for. It is empty where nothing is known.
func catalogHint(known *catalog.Catalog, opts catalogOptions) string {
	if opts.section != "" {
		opts.section = ""
		if elsewhere := opts.Choose(catalogEntries(known)); len(elsewhere) > 0 {
			return fmt.Sprintf(" In the section %s there is %q.", elsewhere[0].Section, elsewhere[0].Name)
		}
	}
	for _, word := range append([]string{strings.Join(opts.words, " ")}, opts.words...) {
		if meant := known.DidYouMean(word); meant != "" {
			return meant
		}
	}
	return ""
}
