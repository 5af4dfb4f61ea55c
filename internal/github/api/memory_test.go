package api_test

import (
	"io/fs"
	"net/http"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/github/transport"
)

func inMemory(most int) setup {
	memory := &transport.Memory{Max: most}
	return setup{options: func(o *api.Options) { o.Memory = memory }}
}

// statuses counts the answers to calls that read.
func (r *rig) statuses() map[int]int {
	out := map[int]int{}
	for _, c := range r.server.Calls() {
		if c.Method == http.MethodGet {
			out[c.Status]++
		}
	}
	return out
}

// TestMemoryOfAServer: a process that reads again, by a new client after its configuration has
// changed, reads the same, and what has not changed costs nothing of GitHub's limit.
func TestMemoryOfAServer(t *testing.T) {
	memory := inMemory(1 << 20)
	r := newRig(t, githubtest.World{Organizations: []githubtest.Organization{organization("octo-org", 450)}}, memory)
	first := r.read(t, "octo-org", nil)
	wantComplete(t, first, 450)
	for _, next := range []*api.Client{r.client.Fresh(), r.newClient(t, memory)} {
		r.server.Forget()
		r.client = next
		if diff := cmp.Diff(first, r.read(t, "octo-org", nil)); diff != "" {
			t.Errorf("another look read something else (-first +next):\n%s", diff)
		}
		if got := r.statuses(); got[http.StatusNotModified] < 8 || len(got) > 1 {
			t.Errorf("calls by status: %v", got)
		}
	}
	r.server.Forget()
	r.server.Change(func(o []githubtest.Organization) { o[0].Tokens = o[0].Tokens[:449] })
	if o := r.read(t, "octo-org", nil); !o.Complete() || len(o.Tokens) != 449 {
		t.Errorf("after a change, %d tokens were read, gaps %v", len(o.Tokens), o.Incomplete)
	}
}

// TestFullMemory: what does not fit is read as a whole, and what was used last stays.
func TestFullMemory(t *testing.T) {
	const most = 4000 // a list of 20 tokens, and some empty ones
	r := newRig(t, githubtest.World{Organizations: []githubtest.Organization{
		organization("octo-org", 450), organization("mona-org", 20),
	}}, inMemory(most))
	for _, read := range []struct {
		login  string
		tokens int
	}{{"octo-org", 450}, {"mona-org", 20}, {"octo-org", 450}, {"mona-org", 20}} {
		wantComplete(t, r.read(t, read.login, nil), read.tokens)
	}
	r.server.Forget()
	wantComplete(t, r.read(t, "mona-org", nil), 20)
	if got := r.statuses(); got[http.StatusNotModified] != 2 {
		t.Errorf("calls by status: %v", got)
	}
}

// TestPartsOfListsAreNotKept: nobody asks again for what was reviewed, so that a cache would
// grow for nothing.
func TestPartsOfListsAreNotKept(t *testing.T) {
	dir := t.TempDir()
	r := newRig(t, queue(3), setup{options: cacheIn(dir)})
	for id := range int64(3) {
		if o := r.client.ReadSome(t.Context(), "octo-org", api.Some{Requests: []int64{id + 1}, Tokens: []int64{id + 1}}, api.NeedsNone); !o.Complete() {
			t.Errorf("gaps %v", o.Incomplete)
		}
	}
	r.server.Forget()
	files := 0
	if err := fs.WalkDir(os.DirFS(dir), ".", func(_ string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			files++
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if files > 1 {
		t.Errorf("%d answers are kept: that about the installation is one", files)
	}
}
