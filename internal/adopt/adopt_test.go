package adopt_test

import (
	"io/fs"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/patctl/patctl/internal/adopt"
	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/check"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/github/githubtest/invented"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/hcl/layout"
	"github.com/patctl/patctl/internal/overlay"
	"github.com/patctl/patctl/internal/pat"
)

var now = githubtest.DefaultNow

// loader adds a file to the configuration main, which may be "".
func loader(main string) (*hcl.Configuration, adopt.Loader) {
	base := fstest.MapFS{}
	if main != "" {
		base["main.pat.hcl"] = &fstest.MapFile{Data: []byte(main)}
	}
	load := func(fsys fs.FS) (*hcl.Configuration, diag.Diagnostics) {
		cfg, diags := hcl.Load(fsys, ".", hcl.Options{})
		return cfg, append(diags, check.Run(cfg, now)...)
	}
	cfg := &hcl.Configuration{Host: pat.DefaultHost, Catalog: catalog.Default()}
	if main != "" {
		cfg, _ = load(base)
	}
	return cfg, func(src []byte) (*hcl.Configuration, diag.Diagnostics) {
		return load(overlay.FS(base, adopt.FileName, src))
	}
}

func snapshotOf(orgs ...github.Organization) *github.Snapshot {
	for i := range orgs {
		orgs[i].ReadAt = now
	}
	return &github.Snapshot{GeneratedAt: now, Host: pat.DefaultHost, Organizations: orgs}
}

// imported imports the tokens of a snapshot beside the configuration main, and
// makes sure that the audit afterwards finds each of them conforming that was
// not left, and that the result is valid and in canonical layout.
func imported(t *testing.T, main string, snapshot *github.Snapshot, change func(*adopt.Input)) *adopt.Output {
	t.Helper()
	cfg, load := loader(main)
	in := adopt.Input{Config: cfg, Snapshot: snapshot, Kinds: []pat.Kind{pat.KindToken}, Load: load}
	if change != nil {
		change(&in)
	}
	out, err := adopt.Templates(in)
	if err != nil {
		t.Fatal(err)
	}
	if out.Source != nil {
		conforms(t, in, out)
	}
	return out
}

func conforms(t *testing.T, in adopt.Input, out *adopt.Output) {
	t.Helper()
	cfg, diags := in.Load(out.Source)
	if diags.HasErrors() {
		t.Fatalf("%v\n%s", diags, out.Source)
	}
	if again, diags := layout.Format(out.Source, "x.pat.hcl"); diags.HasErrors() || string(again) != string(out.Source) {
		t.Errorf("not in canonical layout:\n%s", out.Source)
	}
	left := map[int64]bool{}
	for _, l := range out.Left {
		left[l.ID] = true
	}
	judged, _ := audit.Judge(cfg, in.Snapshot, time.Time{})
	for i := range judged.Subjects {
		s := &judged.Subjects[i]
		if slices.Contains(in.Kinds, s.Kind) && !left[s.ID] && s.Verdict != pat.Conforming && s.Verdict != pat.Excepted {
			t.Errorf("%s is %s: %v\n%s", s, s.Verdict, s.Findings, out.Source)
			return
		}
	}
}

func worldSnapshot(w githubtest.World) *github.Snapshot {
	var orgs []github.Organization
	for _, o := range w.Organizations {
		out := github.Organization{Login: o.Login}
		for _, g := range o.Tokens {
			g.RepositoriesRead = g.RepositorySelection == "subset"
			out.Tokens = append(out.Tokens, g.Grant)
		}
		for _, g := range o.Requests {
			g.RepositoriesRead = g.RepositorySelection == "subset"
			out.Requests = append(out.Requests, g.Grant)
		}
		orgs = append(orgs, out)
	}
	return snapshotOf(orgs...)
}

// TestRandomOrganizations: whatever an organization holds, the audit afterwards
// is clean.
func TestRandomOrganizations(t *testing.T) {
	for seed := range uint64(200) {
		n := 1 + int(seed*7%40)
		out := imported(t, "", worldSnapshot(invented.World(seed, n, n/3)), nil)
		if len(out.Left) > 0 {
			t.Errorf("seed %d: %d left: %s: %s", seed, len(out.Left), out.Left[0].Subject, out.Left[0].Why)
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}
