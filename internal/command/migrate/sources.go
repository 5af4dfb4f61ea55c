package migrate

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/migrate"
	"github.com/patctl/patctl/internal/report/migratereport"
	"github.com/patctl/patctl/internal/workspace"
	"github.com/patctl/patctl/internal/workspace/used"
)

// sources are what migrate reads.
type sources struct {
	used      used.Options
	snapshots []string
	live      workspace.LiveOptions
}

func (s *sources) addFlags(cmd *cobra.Command) {
	s.used.AddFlags(cmd)
	cmd.Flags().StringArrayVar(&s.snapshots, "snapshot", nil, "read classic tokens and API Insights from the snapshot in `FILE`; - for stdin; repeatable")
	s.live.AddFlags(cmd)
}

// check finds flags that contradict one another. API Insights are the source if no other is
// named, and there is a snapshot or GitHub to read them from.
func (s *sources) check(cmd *cobra.Command) error {
	lists := len(s.snapshots) > 0 || s.isLive()
	switch {
	case len(s.used.Sources) == 0 && !lists:
		return cli.UsageErrorf(cmd, "Missing source", "migrate proposes templates from what tokens did. Add an audit log or a record:\n\n  patctl migrate --used FILE\n\n"+
			"To make a record, run the program that has the token:\n\n  patctl record -o record.json -- COMMAND")
	case len(s.used.Sources) == 0 && !cmd.Flags().Changed("used-token"):
		s.used.Sources = []string{used.API}
	}
	stdin := slices.Contains(s.snapshots, cli.StdinName)
	if err := s.used.Check(cmd, stdin); err != nil {
		return err
	}
	if s.live.AllInstallations && len(s.snapshots) > 0 {
		return cli.UsageErrorf(cmd, "Conflicting sources", "The flag --all-installations reads GitHub. Remove it, or remove --snapshot.")
	}
	return s.live.Check(cmd)
}

// isLive reports whether GitHub is read.
func (s *sources) isLive() bool {
	return len(s.snapshots) == 0 && (len(s.live.Organizations) > 0 || s.live.AllInstallations || s.used.Insights())
}

// found is what was read.
type found struct {
	use      *used.Use
	snapshot *github.Snapshot // nil: none was asked for
	gaps     []migratereport.Gap
	notShown []string
}

func (s *sources) read(ctx context.Context, e *cli.Env, v *cli.View, cfg *hcl.Configuration) (*found, error) {
	out := &found{}
	var err error
	if out.snapshot, err = s.readSnapshot(ctx, e, v, cfg); err != nil {
		return nil, err
	}
	var organizations []github.Organization
	if out.snapshot != nil {
		organizations = out.snapshot.Organizations
		for _, gap := range out.snapshot.Incomplete {
			out.gaps = append(out.gaps, migratereport.Gap{What: gap.What, Why: gap.Why})
		}
	}
	if out.use, err = s.used.Read(ctx, e, cfg.Catalog, organizations); err != nil {
		return nil, err
	}
	out.organizations(organizations)
	if n := out.use.Tokenless; n > 0 {
		out.notShown = append(out.notShown, fmt.Sprintf("What the command would do with a token: the records have %s that it made without one, and that are left out.", cli.Counted(n, "call")))
	}
	return out, nil
}

// organizations notes what could not be read of organizations, and what was not asked for.
func (f *found) organizations(organizations []github.Organization) {
	unlisted := 0
	for i := range organizations {
		o := &organizations[i]
		for _, gap := range o.Incomplete {
			f.gaps = append(f.gaps, migratereport.Gap{What: o.Login + ", " + gap.What, Why: gap.Why})
		}
		if o.Credentials == nil && !o.Lacks(github.WhatCredentials) {
			unlisted++
		}
	}
	if unlisted > 0 {
		f.notShown = append(f.notShown, fmt.Sprintf("Classic tokens without a call in %s: the snapshot does not list the tokens that are authorized for single sign-on there. To read them, use patctl pull --classic.", cli.Counted(unlisted, "organization")))
	}
}

// readSnapshot reads what GitHub's lists tell; nil if nobody asked for it.
func (s *sources) readSnapshot(ctx context.Context, e *cli.Env, v *cli.View, cfg *hcl.Configuration) (*github.Snapshot, error) {
	source := workspace.Source{Snapshots: s.snapshots, Live: s.live}
	switch {
	case len(s.snapshots) > 0:
		read, err := source.Read(ctx, e, v, cfg)
		if err != nil {
			return nil, err
		}
		return read.Snapshot, nil
	case s.isLive():
		return s.readLive(ctx, e, v, cfg)
	}
	return nil, nil
}

// input is what the proposals are made from.
func (f *found) input(cfg *hcl.Configuration) migrate.Input {
	in := migrate.Input{Log: f.use.Log, Catalog: cfg.Catalog}
	for _, o := range cfg.Organizations {
		in.Organizations = append(in.Organizations, o.Login)
	}
	if f.snapshot == nil {
		return in
	}
	for i := range f.snapshot.Organizations {
		o := &f.snapshot.Organizations[i]
		in.Organizations = append(in.Organizations, o.Login)
		for _, t := range o.ClassicTokens() {
			in.Known = append(in.Known, migrate.Known{Organization: o.Login, ClassicToken: t})
		}
	}
	return in
}

// noTokens is the error if there are no classic tokens to migrate, with what to do.
func (f *found) noTokens(m *migrate.Migration) *diag.Diagnostic {
	detail := "The sources have no call of a classic token, and list none. That does not show that nobody uses one."
	if len(m.Others) > 0 {
		var kinds []string
		for _, o := range m.Others {
			kinds = append(kinds, fmt.Sprintf("%s of %s (%s)", cli.Counted(o.Calls, "call"), cli.Counted(o.Tokens, "token"), diag.Printable(string(o.Kind))))
		}
		detail += " They have " + strings.Join(kinds, ", ") + ", which are not classic, or not known to be."
	}
	if n := f.use.Tokenless; n > 0 {
		detail += fmt.Sprintf(" They have %s without a token.", cli.Counted(n, "call"))
	}
	return diag.General("No classic token was seen", detail+" "+whatToDo)
}

// whatToDo is how to see the calls of a token.
const whatToDo = "Use an audit log that covers more time, or record the program with the classic token:\n\n  patctl record -o record.json -- COMMAND\n  patctl migrate --used record.json"

// noCalls says that tokens are known, and nothing that they did.
func (f *found) noCalls() *diag.Diagnostic {
	return diag.General("No call was seen", "The sources have no call of the classic tokens. That does not show that they need nothing. "+whatToDo)
}
