package workspace

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/judged"
)

// Source says where the requests and tokens come from.
type Source struct {
	Snapshots []string // files
	Requests  string   // file of a dump
	Tokens    string   // file of a dump
	Kinds     []pat.Kind
	Live      LiveOptions
}

// Judged is what was read.
type Judged struct {
	Snapshot *github.Snapshot
	Calls    *judged.Calls // nil: no call was made
	Selected []string      // organizations that were asked for, where not all were
	// interrupted is not nil where the user ended the reading. What was read until
	// then can be reported, and nothing be done about it.
	Interrupted error
}

// AddFlags adds the flags to a command.
func (s *Source) AddFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringArrayVar(&s.Snapshots, "snapshot", nil, "read the snapshot in `FILE` instead of GitHub; - for stdin; a pattern such as 'shards/*.json' for several; repeatable")
	f.StringVar(&s.Requests, "requests", "", "read requests of one organization from `FILE`, as returned by the API or delivered by a webhook; - for stdin; requires --organization")
	f.StringVar(&s.Tokens, "tokens", "", "read tokens of one organization from `FILE`, as returned by the API; - for stdin; requires --organization")
	s.Live.AddFlags(cmd)
}

// IsLive reports whether GitHub is read.
func (s *Source) IsLive() bool { return !s.IsDump() && len(s.Snapshots) == 0 }

// IsDump reports whether dumps of the API are read.
func (s *Source) IsDump() bool { return s.Requests != "" || s.Tokens != "" }

// fromStdin counts the sources that are read from standard input.
func (s *Source) fromStdin() int {
	n := 0
	for _, name := range append([]string{s.Requests, s.Tokens}, s.Snapshots...) {
		if name == cli.StdinName {
			n++
		}
	}
	return n
}

// Check finds flags that contradict one another.
func (s *Source) Check(cmd *cobra.Command) error {
	switch {
	case s.IsDump() && len(s.Snapshots) > 0:
		return cli.UsageErrorf(cmd, "Conflicting sources", "A snapshot contains both requests and tokens. Remove either --snapshot, or --requests and --tokens.")
	case s.IsDump() && len(s.Live.Organizations) != 1:
		return cli.UsageErrorf(cmd, "Missing organization", "Lists from the API do not contain the name of the organization. Add --organization once to --requests and --tokens.")
	case s.fromStdin() > 1:
		return cli.UsageErrorf(cmd, "Two sources from stdin", "Only one of --snapshot, --requests, and --tokens can be -, because standard input can be read only once.")
	case s.Live.AllInstallations && !s.IsLive():
		return cli.UsageErrorf(cmd, "Conflicting sources", "The flag --all-installations reads GitHub. Remove it, or remove the flags that read files.")
	}
	return s.Live.Check(cmd)
}

// Read reads what is to be judged.
func (s *Source) Read(ctx context.Context, e *cli.Env, v *cli.View, cfg *hcl.Configuration) (*Judged, error) {
	switch {
	case s.IsDump():
		return s.ReadDump(ctx, e, cfg)
	case s.IsLive():
		return s.readLive(ctx, e, v, cfg)
	}
	snapshot, err := ReadSnapshots(ctx, e, v, s.Snapshots)
	if err != nil {
		return nil, err
	}
	if unknown := s.Narrow(cfg, snapshot); unknown != nil {
		v.Diagnostics(diag.Diagnostics{unknown}, nil)
		return nil, cli.ErrPrinted
	}
	return &Judged{Snapshot: snapshot, Selected: s.Live.Organizations}, SameHost(cfg, snapshot)
}

// SameHost makes sure that nothing is judged by the configuration of another host.
func SameHost(cfg *hcl.Configuration, snapshot *github.Snapshot) error {
	if snapshot.Host == "" || strings.EqualFold(cmp.Or(cfg.Host, pat.DefaultHost), snapshot.Host) {
		return nil
	}
	return fmt.Errorf("compare the snapshot: it is from the host %s, but the configuration is for %s",
		diag.Printable(snapshot.Host), diag.Printable(cmp.Or(cfg.Host, pat.DefaultHost)))
}

// ReadDump reads files of one organization as the API lists them. They are as
// of now. A list that is not given is a gap, unless nobody asked for its kind.
func (s *Source) ReadDump(ctx context.Context, e *cli.Env, cfg *hcl.Configuration) (*Judged, error) {
	now := e.Now().UTC()
	o := github.Organization{Login: s.Live.Organizations[0], ReadAt: now}
	for _, list := range []struct {
		kind pat.Kind
		want cli.SavedKind
		file string
		out  *[]pat.Grant
	}{{pat.KindRequest, cli.SavedRequests, s.Requests, &o.Requests}, {pat.KindToken, cli.SavedTokens, s.Tokens, &o.Tokens}} {
		if list.file == "" {
			if len(s.Kinds) == 0 || slices.Contains(s.Kinds, list.kind) {
				o.Incomplete = append(o.Incomplete, github.Gap{What: string(list.kind) + "s", Why: fmt.Sprintf("not specified with --%ss", list.kind)})
			}
			continue
		}
		data, err := cli.ReadNamed(ctx, e, list.file, cli.MaxData)
		if err != nil {
			return nil, cli.ReadingError(e, string(list.kind)+"s", list.want, list.file, err)
		}
		grants, gaps, err := github.DecodeGrants(data, list.kind)
		if err != nil {
			if other := cli.OtherKind(e, data, list.want, list.file); other != nil {
				return nil, other
			}
		}
		if err == nil {
			err = github.CheckEvents(data, o.Login)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", diag.Printable(cli.NameOfInput(list.file)), err)
		}
		*list.out = grants
		o.Incomplete = append(o.Incomplete, gaps...)
	}
	snapshot := &github.Snapshot{GeneratedAt: now, Host: cfg.Host, Organizations: []github.Organization{o}}
	return &Judged{Snapshot: snapshot}, nil
}

// Narrow takes from a snapshot the organizations that were not asked for. One
// that the configuration declares and the snapshot does not hold is a gap: its
// tokens were not looked at.
func (s *Source) Narrow(cfg *hcl.Configuration, snapshot *github.Snapshot) *diag.Diagnostic {
	have := Logins(snapshot)
	if len(s.Live.Organizations) == 0 {
		for _, o := range cfg.Organizations {
			if !cli.ContainsFold(have, o.Login) {
				snapshot.Organizations = append(snapshot.Organizations, absent(o.Login, snapshot, "the snapshot does not contain it"))
			}
		}
		return nil
	}
	for _, login := range s.Live.Organizations {
		if !cli.ContainsFold(have, login) {
			return diag.General("No such organization", fmt.Sprintf("The snapshot does not contain the organization %q. It contains %s.%s",
				login, cli.OrNone(have), diag.DidYouMean(login, have)))
		}
	}
	snapshot.Incomplete = nil // every organization that was asked for is there
	snapshot.Organizations = slices.DeleteFunc(snapshot.Organizations, func(o github.Organization) bool {
		return !cli.ContainsFold(s.Live.Organizations, o.Login)
	})
	return nil
}

// absent is an organization that is declared, and was not read.
func absent(login string, snapshot *github.Snapshot, why string) github.Organization {
	return github.Organization{Login: login, ReadAt: snapshot.GeneratedAt, Incomplete: []github.Gap{{
		What: "requests and tokens",
		Why:  "the configuration declares the organization, and " + why,
	}}}
}

// Logins returns the organizations of a snapshot.
func Logins(snapshot *github.Snapshot) []string {
	var out []string
	for _, o := range snapshot.Organizations {
		out = append(out, o.Login)
	}
	return out
}
