package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/judged"
)

// auditSource says where the requests and tokens come from.
type auditSource struct {
	snapshots []string // files
	requests  string   // file of a dump
	tokens    string   // file of a dump
	kinds     []pat.Kind
	live      liveOptions
}

// auditRead is what was read.
type auditRead struct {
	snapshot *github.Snapshot
	calls    *judged.Calls // nil: no call was made
	selected []string      // organizations that were asked for, where not all were
	// interrupted is not nil where the user ended the reading. What was read until
	// then can be reported, and nothing be done about it.
	interrupted error
}

func (s *auditSource) addFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringArrayVar(&s.snapshots, "snapshot", nil, "judge the snapshot in `FILE` instead of reading GitHub; - for stdin; repeatable")
	f.StringVar(&s.requests, "requests", "", "judge the requests of one organization in `FILE`, as the API lists them or a webhook delivers one; - for stdin; needs --organization")
	f.StringVar(&s.tokens, "tokens", "", "judge the tokens of one organization in `FILE`, as the API lists them; - for stdin; needs --organization")
	s.live.addFlags(cmd)
}

func (s *auditSource) isLive() bool { return !s.isDump() && len(s.snapshots) == 0 }

func (s *auditSource) isDump() bool { return s.requests != "" || s.tokens != "" }

// fromStdin counts the sources that are read from standard input.
func (s *auditSource) fromStdin() int {
	n := 0
	for _, name := range append([]string{s.requests, s.tokens}, s.snapshots...) {
		if name == stdinName {
			n++
		}
	}
	return n
}

// check finds flags that contradict one another.
func (s *auditSource) check(cmd *cobra.Command) error {
	switch {
	case s.isDump() && len(s.snapshots) > 0:
		return usageErrorf(cmd, "Too many sources", "The flag --snapshot does not go together with --requests and --tokens: a snapshot holds both.")
	case s.isDump() && len(s.live.organizations) != 1:
		return usageErrorf(cmd, "Missing organization", "The flags --requests and --tokens need one --organization: a dump of the API does not say whose it is.")
	case s.fromStdin() > 1:
		return usageErrorf(cmd, "Two sources on stdin", "Only one of --snapshot, --requests, and --tokens can be -, because standard input can be read once.")
	case s.live.allInstallations && !s.isLive():
		return usageErrorf(cmd, "Too many sources", "The flag --all-installations reads GitHub, and does not go together with files.")
	}
	return s.live.check(cmd)
}

// read reads what is to be judged.
func (s *auditSource) read(ctx context.Context, e *env, v *view, cfg *hcl.Configuration) (*auditRead, error) {
	switch {
	case s.isDump():
		return s.readDump(ctx, e, cfg)
	case s.isLive():
		return s.readLive(ctx, e, v, cfg)
	}
	snapshot, err := readSnapshots(ctx, e, v, s.snapshots)
	if err != nil {
		return nil, err
	}
	if unknown := s.narrow(cfg, snapshot); unknown != nil {
		v.diagnostics(diag.Diagnostics{unknown}, nil)
		return nil, errPrinted
	}
	return &auditRead{snapshot: snapshot, selected: s.live.organizations}, sameHost(cfg, snapshot)
}

// sameHost makes sure that nothing is judged by the configuration of another host.
func sameHost(cfg *hcl.Configuration, snapshot *github.Snapshot) error {
	if snapshot.Host == "" || strings.EqualFold(cmp.Or(cfg.Host, pat.DefaultHost), snapshot.Host) {
		return nil
	}
	return fmt.Errorf("judge the snapshot: it is of the host %s, and the configuration is for %s",
		diag.Printable(snapshot.Host), diag.Printable(cmp.Or(cfg.Host, pat.DefaultHost)))
}

// readDump reads files of one organization as the API lists them. They are as
// of now. A list that is not given is a gap, unless nobody asked for its kind.
func (s *auditSource) readDump(ctx context.Context, e *env, cfg *hcl.Configuration) (*auditRead, error) {
	now := e.now().UTC()
	o := github.Organization{Login: s.live.organizations[0], ReadAt: now}
	for _, list := range []struct {
		kind pat.Kind
		want savedKind
		file string
		out  *[]pat.Grant
	}{{pat.KindRequest, savedRequests, s.requests, &o.Requests}, {pat.KindToken, savedTokens, s.tokens, &o.Tokens}} {
		if list.file == "" {
			if len(s.kinds) == 0 || slices.Contains(s.kinds, list.kind) {
				o.Incomplete = append(o.Incomplete, github.Gap{What: string(list.kind) + "s", Why: fmt.Sprintf("no file of them was given with --%ss", list.kind)})
			}
			continue
		}
		data, err := readNamed(ctx, e, list.file, maxData)
		if err != nil {
			return nil, readingError(e, string(list.kind)+"s", list.want, list.file, err)
		}
		grants, gaps, err := github.DecodeGrants(data, list.kind)
		if err != nil {
			if other := otherKind(e, data, list.want, list.file); other != nil {
				return nil, other
			}
		}
		if err == nil {
			err = github.CheckEvents(data, o.Login)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", diag.Printable(nameOfInput(list.file)), err)
		}
		*list.out = grants
		o.Incomplete = append(o.Incomplete, gaps...)
	}
	snapshot := &github.Snapshot{GeneratedAt: now, Host: cfg.Host, Organizations: []github.Organization{o}}
	return &auditRead{snapshot: snapshot}, nil
}

// narrow takes from a snapshot the organizations that were not asked for. One
// that the configuration declares and the snapshot does not hold is a gap: its
// tokens were not looked at.
func (s *auditSource) narrow(cfg *hcl.Configuration, snapshot *github.Snapshot) *diag.Diagnostic {
	have := logins(snapshot)
	if len(s.live.organizations) == 0 {
		for _, o := range cfg.Organizations {
			if !containsFold(have, o.Login) {
				snapshot.Organizations = append(snapshot.Organizations, absent(o.Login, snapshot, "the snapshot does not hold it"))
			}
		}
		return nil
	}
	for _, login := range s.live.organizations {
		if !containsFold(have, login) {
			return diag.General("No such organization", fmt.Sprintf("The snapshot does not hold the organization %q. It holds %s.%s",
				login, orNone(have), diag.DidYouMean(login, have)))
		}
	}
	snapshot.Organizations = slices.DeleteFunc(snapshot.Organizations, func(o github.Organization) bool {
		return !containsFold(s.live.organizations, o.Login)
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

func logins(snapshot *github.Snapshot) []string {
	var out []string
	for _, o := range snapshot.Organizations {
		out = append(out, o.Login)
	}
	return out
}

func containsFold(list []string, s string) bool {
	return slices.ContainsFunc(list, func(other string) bool { return strings.EqualFold(other, s) })
}

func orNone(list []string) string {
	if len(list) == 0 {
		return "none"
	}
	return diag.Printable(strings.Join(list, ", "))
}
