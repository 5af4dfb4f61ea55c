package adopt

import (
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// baselineDays is how long exceptions of import are in force, if nothing else is said.
const baselineDays = 90

func (o *importOptions) parse(cmd *cobra.Command, e *cli.Env, flags importFlags, args []string) (err error) {
	if o.kinds, err = cli.OneOf(cmd, "kind", flags.kinds, pat.KindRequest, pat.KindToken); err != nil {
		return err
	}
	if !cmd.Flags().Changed("kind") {
		o.kinds = []pat.Kind{pat.KindToken}
	}
	o.source.Kinds = o.kinds
	for _, arg := range args {
		switch {
		case arg == "-":
			o.stdin = true
		case isLink(arg):
			o.links = append(o.links, arg)
		default:
			o.source.Snapshots = append(o.source.Snapshots, arg)
		}
	}
	if cmd.Flags().Changed("issue") || cmd.Flags().Changed("answer") {
		return o.checkIssue(cmd)
	}
	if o.tests {
		return o.checkTests(cmd)
	}
	if err := o.checkSources(cmd); err != nil {
		return err
	}
	return o.checkBaseline(cmd, e, flags)
}

// isLink reports whether an argument is meant as a link rather than as a file.
func isLink(arg string) bool {
	return strings.Contains(arg, "://") || strings.Contains(arg, "/personal-access-tokens/new")
}

// notForIssues are the flags that say nothing about a request in an issue.
var notForIssues = []string{
	"organization", "requests", "tokens", "kind", "all", "exact", "baseline", "reason", "expires", "report", "allow-incomplete", "tests",
}

// checkIssue finds what does not go together with --issue.
func (o *importOptions) checkIssue(cmd *cobra.Command) error {
	changed := cmd.Flags().Changed
	switch {
	case o.issue == "" && changed("issue"), o.answer == "" && changed("answer"), o.out == "" && changed("out"):
		return cli.UsageErrorf(cmd, "Missing file name", "The flags --issue, --answer, and --out need the name of a file.")
	case o.issue == "":
		return cli.UsageErrorf(cmd, "Missing issue", "The flag --answer writes the answer to an issue. Add --issue FILE.")
	case o.stdin || len(o.links) > 0 || len(o.source.Snapshots) > 0:
		return cli.UsageErrorf(cmd, "Conflicting sources", "With --issue, import reads one issue and nothing else.")
	}
	for _, name := range notForIssues {
		if changed(name) {
			return cli.UsageErrorf(cmd, "Flags of another source", "The flag --%s is for links or snapshots, and --issue reads an issue.", name)
		}
	}
	return nil
}

// checkSources finds what is missing, and what does not go together.
func (o *importOptions) checkSources(cmd *cobra.Command) error {
	links := o.stdin || len(o.links) > 0
	switch {
	case len(o.kinds) == 0:
		return cli.UsageErrorf(cmd, "Invalid flag value", "The flag --kind takes request, token.")
	case links && !o.source.IsLive():
		return cli.UsageErrorf(cmd, "Conflicting sources", "Links and snapshots become templates in different ways: import them one after the other.")
	case links && (o.baseline || o.all || o.exact || len(o.source.Live.Organizations) > 0 || cmd.Flags().Changed("kind")):
		return cli.UsageErrorf(cmd, "Flags of another source", "The flags --organization, --kind, --all, --exact and --baseline are for snapshots, and there are links.")
	case o.configurationFile() != "":
		return cli.UsageErrorf(cmd, "Configuration cannot be imported", "%s is a configuration file already. Give links to GitHub's form, or the files of snapshots, which patctl pull writes.", o.configurationFile())
	case !links && o.source.IsLive():
		return cli.UsageErrorf(cmd, "Nothing to import", "Give links to GitHub's form, or the files of snapshots, which patctl pull writes.")
	case links && o.report != "":
		return cli.UsageErrorf(cmd, "Flags of another source", "The flag --report is for snapshots, and there are links.")
	case cmd.Flags().Changed("report") && o.report == "":
		return cli.UsageErrorf(cmd, "Missing file name", "The flag --report needs the name of a file.")
	case cmd.Flags().Changed("out") && o.out == "":
		return cli.UsageErrorf(cmd, "Missing file name", "The flag --out requires the name of a file.")
	case o.source.IsDump() && len(o.source.Snapshots) > 0:
		return cli.UsageErrorf(cmd, "Conflicting sources", "A snapshot does not go together with --requests and --tokens: it holds both.")
	}
	switch organizations := o.source.Live.Organizations; {
	case slices.Contains(organizations, ""):
		return cli.UsageErrorf(cmd, "Missing organization", "The flag --organization needs the login of an organization.")
	case o.source.IsDump() && len(organizations) != 1:
		return cli.UsageErrorf(cmd, "Missing organization", "The flags --requests and --tokens need one --organization: a dump of the API does not say whose it is.")
	}
	return nil
}

// configurationFile returns a file of configuration that is to be imported, or "".
func (o *importOptions) configurationFile() string {
	for _, name := range o.source.Snapshots {
		if strings.HasSuffix(name, ".hcl") || strings.HasSuffix(name, hcl.JSONSuffix) {
			return name
		}
	}
	return ""
}

// checkBaseline finds flags that say nothing without --baseline, or nothing with it.
func (o *importOptions) checkBaseline(cmd *cobra.Command, e *cli.Env, flags importFlags) (err error) {
	changed := func(names ...string) bool { return slices.ContainsFunc(names, cmd.Flags().Changed) }
	switch {
	case !o.baseline && changed("reason", "expires"):
		return cli.UsageErrorf(cmd, "Flags of --baseline", "The flags --reason and --expires are for exceptions, which import writes with --baseline.")
	case !o.baseline:
		return nil
	case changed("all", "exact"):
		return cli.UsageErrorf(cmd, "Conflicting flags", "The flags --all and --exact are for templates, and with --baseline import writes exceptions.")
	case changed("reason") && (strings.TrimSpace(o.reason) == "" || diag.Printable(o.reason) != o.reason):
		return cli.UsageErrorf(cmd, "Invalid flag value", "The flag --reason takes one line of text, which says why the exceptions are made and what ends them.")
	}
	today := e.Now().UTC().Truncate(24 * time.Hour)
	if o.reason == "" {
		o.reason = "Existed on " + today.Format(time.DateOnly) + ", before it was compared with the templates."
	}
	o.expires = today.AddDate(0, 0, baselineDays)
	if flags.expires == "" && !changed("expires") {
		return nil
	}
	last := today.AddDate(0, 0, pat.MaxExpiryDays)
	o.expires, err = time.Parse(time.DateOnly, flags.expires)
	if err != nil || o.expires.Before(today) || o.expires.After(last) {
		return cli.UsageErrorf(cmd, "Invalid flag value", "The flag --expires takes a date from %s to %s, so that somebody looks at the exceptions again, not %q.",
			today.Format(time.DateOnly), last.Format(time.DateOnly), flags.expires)
	}
	return nil
}
