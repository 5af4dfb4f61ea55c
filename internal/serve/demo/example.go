package demo

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/examples"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/pat"
)

// heldBack are the ids of requests that are not there at the start, in the order in which
// they arrive: one that matches its template, one that drifted, one without a template, and
// another that matches.
var heldBack = []int64{8103, 8108, 8112, 8104}

// exceptionExpires is when the exception of the example expires. It moves with the snapshot.
const exceptionExpires = "2027-10-31"

// example is octo-org as its snapshot has it, with the requests that are held back apart.
type example struct {
	taken    time.Time // when the snapshot was made
	requests []pat.Grant
	tokens   []pat.Grant
	held     []pat.Grant
}

func readExample() (*example, error) {
	data, err := examples.OctoOrg.ReadFile(Organization + "/snapshot.json")
	if err != nil {
		return nil, err
	}
	snapshot, err := github.DecodeSnapshot(data)
	if err != nil {
		return nil, err
	}
	if len(snapshot.Organizations) != 1 || snapshot.Organizations[0].Login != Organization {
		return nil, fmt.Errorf("the snapshot is not of %s", Organization)
	}
	e := &example{taken: snapshot.GeneratedAt, tokens: snapshot.Organizations[0].Tokens, held: make([]pat.Grant, len(heldBack))}
	for _, g := range snapshot.Organizations[0].Requests {
		if i := slices.Index(heldBack, g.ID); i >= 0 {
			e.held[i] = g
			continue
		}
		e.requests = append(e.requests, g)
	}
	for i, g := range e.held {
		if g.ID == 0 || g.Since == nil {
			return nil, fmt.Errorf("the snapshot has no request %d with a time", heldBack[i])
		}
	}
	return e, nil
}

// world is the fake GitHub at a time.
func (e *example) world(start time.Time, now func() time.Time) githubtest.World {
	org := githubtest.Organization{Login: Organization}
	repositories := map[string]bool{}
	add := func(grants []pat.Grant) (out []githubtest.Grant) {
		for _, g := range grants {
			out = append(out, githubtest.Grant{Grant: moved(g, start.Sub(e.taken))})
			for _, name := range g.Repositories {
				repositories[path.Base(name)] = true
			}
		}
		return out
	}
	org.Requests, org.Tokens = add(e.requests), add(e.tokens)
	add(e.held)
	for name := range repositories {
		org.Repositories = append(org.Repositories, name)
	}
	slices.Sort(org.Repositories)
	return githubtest.World{
		Now: start, Clock: now, Organizations: []githubtest.Organization{org},
		App: &githubtest.App{ID: 123456, Slug: "octo-org-token-review"},
	}
}

// moved returns a grant with all of its times later by d, in whole seconds.
func moved(g pat.Grant, d time.Duration) pat.Grant {
	later := func(t *time.Time) *time.Time {
		if t == nil {
			return nil
		}
		out := t.Add(d).Truncate(time.Second).UTC()
		return &out
	}
	g.Since, g.ExpiresAt, g.LastUsedAt = later(g.Since), later(g.ExpiresAt), later(g.LastUsedAt)
	return g
}

// writeConfiguration writes the files of the configuration, for people to read and to edit.
func (e *example) writeConfiguration(dir string, start time.Time) error {
	expires, err := time.Parse(time.DateOnly, exceptionExpires)
	if err != nil {
		return err
	}
	today := []byte(expires.Add(start.Sub(e.taken)).UTC().Format(time.DateOnly))
	return fs.WalkDir(examples.OctoOrg, Organization, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		target := filepath.Join(dir, filepath.FromSlash(strings.TrimPrefix(name, Organization)))
		if entry.IsDir() {
			return os.MkdirAll(target, 0o700)
		}
		if !strings.HasSuffix(name, ".pat.hcl") {
			return nil
		}
		data, err := examples.OctoOrg.ReadFile(name)
		if err != nil {
			return err
		}
		return os.WriteFile(target, bytes.ReplaceAll(data, []byte(exceptionExpires), today), 0o600)
	})
}
