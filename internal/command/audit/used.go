package audit

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/usage"
	"github.com/patctl/patctl/internal/workspace"
	"github.com/patctl/patctl/internal/workspace/used"
)

// usedOptions are the flags about what tokens did.
type usedOptions struct {
	used.Options
	classic bool
}

func (o *usedOptions) addFlags(cmd *cobra.Command) {
	o.AddFlags(cmd)
	cmd.Flags().BoolVar(&o.classic, "classic", false, "also list the classic tokens that are authorized for single sign-on, or that API Insights counts")
}

// check finds flags that contradict one another, and asks GitHub for what the sources need.
func (o *usedOptions) check(cmd *cobra.Command, source *workspace.Source, rules []string) error {
	for _, r := range pat.Rules() {
		missing := r.Needs == pat.NeedsUse && len(o.Sources) == 0 || r.Needs == pat.NeedsClassic && len(o.Sources) == 0 && !o.classic
		if missing && slices.Contains(rules, r.Name) {
			flag := map[pat.Reading]string{pat.NeedsUse: "--used SOURCE", pat.NeedsClassic: "--classic"}[r.Needs]
			return cli.UsageErrorf(cmd, "Missing source", "The rule %s requires data that audit only reads on request. Add %s.", r.Name, flag)
		}
	}
	stdin := slices.Contains(append([]string{source.Requests, source.Tokens}, source.Snapshots...), cli.StdinName)
	if err := o.Check(cmd, stdin); err != nil {
		return err
	}
	source.Live.Classic, source.Live.Use, source.Live.Public = o.classic, o.Insights() || o.classic, len(o.Sources) > 0
	return nil
}

// read returns what is known of what tokens did; nil if nobody asked.
func (o *usedOptions) read(ctx context.Context, e *cli.Env, v *cli.View, cfg *hcl.Configuration, snapshot *github.Snapshot, live bool) (*audit.Used, error) {
	if o.classic && !live {
		noteUnreadClassic(snapshot)
	}
	if len(o.Sources) == 0 {
		if !o.classic {
			return nil, nil
		}
		return &audit.Used{Classic: true}, nil
	}
	sources := o.Options
	if o.Token != 0 {
		token, err := tokenOf(snapshot, o.Token)
		if err != nil {
			return nil, err
		}
		sources.Token = token
	}
	use, err := sources.Read(ctx, e, cfg.Catalog, snapshot.Organizations)
	if err != nil {
		return nil, err
	}
	if use.Records > 0 && o.Token == 0 {
		return nil, &cli.UsageError{Summary: "Missing token of the record", Detail: "A record does not show which token made the calls. Add the ID of the token:\n\n  " + o.flags() + " --used-token ID\n\nThe report of patctl audit has the ID of each token, such as 25403 in: token 25403 \"deploy\" of octocat."}
	}
	sayTokenless(v, use.Tokenless)
	sayUnknownPublic(v, use.Log, snapshot)
	return &audit.Used{Log: use.Log, Observer: usage.NewObserver(use.Log, cfg.Catalog), Classic: o.classic}, nil
}

// flags are the flags that name the sources, to paste.
func (o *usedOptions) flags() string {
	var words []string
	for _, name := range o.Sources {
		words = append(words, "--used "+cli.ShellWord(name))
	}
	return strings.Join(words, " ")
}

// sayUnknownPublic warns that nothing of repositories can be seen as unused, because nobody
// knows whether an organization has public repositories.
func sayUnknownPublic(v *cli.View, log *usage.Log, snapshot *github.Snapshot) {
	reads := func(source usage.Source) bool {
		return slices.ContainsFunc(log.Coverage, func(c usage.Coverage) bool { return c.Source == source })
	}
	if !reads(usage.AuditLog) || reads(usage.Insights) { // which counts calls to public repositories, too
		return
	}
	var logins []string
	for i := range snapshot.Organizations {
		if o := &snapshot.Organizations[i]; o.PublicRepositories == nil && len(o.Tokens) > 0 && !o.Lacks(github.WhatPublic) {
			logins = append(logins, diag.Printable(o.Login))
		}
	}
	if len(logins) == 0 {
		return
	}
	v.Diagnostics(diag.Diagnostics{workspace.AsWarning(diag.General("Unknown number of public repositories", "The audit log leaves out calls to public repositories, and the snapshot does not say how many there are in "+strings.Join(logins[:min(len(logins), cli.MaxNamed)], ", ")+". So no repository permission can be reported as unused. To save their number in a snapshot, run:\n\n  patctl pull --use --out snapshot.json"))}, nil)
}

// tokenOf returns the token_id of a token by that ID, or by the ID of its grant.
func tokenOf(snapshot *github.Snapshot, id int64) (int64, error) {
	byGrant := int64(0)
	for i := range snapshot.Organizations {
		for k := range snapshot.Organizations[i].Tokens {
			g := &snapshot.Organizations[i].Tokens[k]
			switch {
			case g.TokenID == id:
				return id, nil
			case g.ID == id && g.TokenID != 0:
				byGrant = g.TokenID
			}
		}
	}
	if byGrant == 0 {
		return 0, &cli.UsageError{Summary: "No such token", Detail: fmt.Sprintf("The flag --used-token names the token %d, but the audit has no active token with that ID. The report of patctl audit has the ID of each token, such as 25403 in: token 25403 \"deploy\" of octocat.", id)}
	}
	return byGrant, nil
}

// noteUnreadClassic leaves a gap for each organization whose classic tokens a snapshot does
// not have.
func noteUnreadClassic(snapshot *github.Snapshot) {
	for i := range snapshot.Organizations {
		o := &snapshot.Organizations[i]
		if o.Credentials == nil && !o.Lacks(github.WhatCredentials) {
			o.Incomplete = append(o.Incomplete, github.Gap{What: github.WhatCredentials, Why: "The snapshot does not contain them. To read them, use patctl pull --classic."})
		}
	}
}

// sayTokenless warns of calls in a record that were made without a token.
func sayTokenless(v *cli.View, n int) {
	if n > 0 {
		v.Diagnostics(diag.Diagnostics{workspace.AsWarning(diag.General("Calls without a token", "The record has "+cli.Counted(n, "call")+" that were made without a token. They are left out."))}, nil)
	}
}
