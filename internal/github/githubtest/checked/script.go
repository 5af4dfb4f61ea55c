package checked

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/patctl/patctl/internal/github/githubtest"
)

// ScriptCommand returns a command for testscript scripts, to be called github:
//
//	github WORLD.json     starts a server, which stops with the script
//	github calls          prints how many calls of each operation there were, and of each status
//	github forget         counts from here
//	github listed ORG     prints the ids of the requests and tokens that ORG has now
//	github issues ORG     prints the issues of ORG: repository, number, state, comments, and title
//	github become WORLD   the organizations have what they have in that file from now on
//
// The first sets GITHUB_API_URL and, where the World has an App, GITHUB_APP_ID
// and GITHUB_APP_PEM_FILE. A departure from GitHub's description fails t, the
// test that runs the scripts.
func ScriptCommand(t testing.TB) func(ts *testscript.TestScript, neg bool, args []string) {
	var servers sync.Map // by *testscript.TestScript
	return func(ts *testscript.TestScript, neg bool, args []string) {
		if neg || len(args) == 0 {
			ts.Fatalf("usage: github WORLD.json | calls | forget | listed ORG | issues ORG | become WORLD.json")
		}
		if !IsScript(args[0]) {
			s := startScript(t, ts, args[0])
			servers.Store(ts, s)
			ts.Defer(func() { servers.Delete(ts) })
			return
		}
		s, ok := servers.Load(ts)
		if !ok {
			ts.Fatalf("github %s: no server was started", args[0])
		}
		Script(ts, s.(*githubtest.Server), args)
	}
}

func startScript(t testing.TB, ts *testscript.TestScript, file string) *githubtest.Server {
	world, err := githubtest.ParseWorld([]byte(ts.ReadFile(file)))
	ts.Check(err)
	s, err := Start(world)
	ts.Check(err)
	ts.Defer(func() {
		s.Close()
		for _, v := range s.Violations() {
			t.Errorf("%s: this is not what GitHub's description says: %s", ts.Name(), v)
		}
	})
	ts.Setenv("GITHUB_API_URL", s.URL)
	if id := s.AppID(); id != 0 {
		key := filepath.Join(ts.Getenv("WORK"), ".github-app.pem")
		ts.Check(os.WriteFile(key, s.AppPEM(), 0o600))
		ts.Setenv("GITHUB_APP_ID", strconv.FormatInt(id, 10))
		ts.Setenv("GITHUB_APP_PEM_FILE", key)
	}
	return s
}

// IsScript reports whether a word asks a server that runs, and starts none.
func IsScript(word string) bool {
	return slices.Contains([]string{"calls", "forget", "listed", "issues", "become"}, word)
}

// Script does one of the commands of ScriptCommand that ask a running server.
func Script(ts *testscript.TestScript, s *githubtest.Server, args []string) {
	switch {
	case args[0] == "forget":
		s.Forget()
	case args[0] == "calls":
		say(ts, summary(s))
	case args[0] == "listed" && len(args) == 2:
		requests, tokens := s.Listed(args[1])
		say(ts, fmt.Sprintf("requests %v\ntokens %v\n", requests, tokens))
	case args[0] == "issues" && len(args) == 2:
		for _, i := range s.Issues(args[1]) {
			say(ts, fmt.Sprintf("%s %d %s %d %s\n", i.Repository, i.Number, i.State, len(i.Comments), i.Title))
		}
	case args[0] == "become" && len(args) == 2:
		become(ts, s, args[1])
	default:
		ts.Fatalf("usage: github listed ORG | issues ORG | become WORLD.json")
	}
}

func say(ts *testscript.TestScript, text string) {
	_, err := fmt.Fprint(ts.Stdout(), text)
	ts.Check(err)
}

// become gives the organizations what they have in the world of a file.
func become(ts *testscript.TestScript, s *githubtest.Server, file string) {
	world, err := githubtest.ParseWorld([]byte(ts.ReadFile(file)))
	ts.Check(err)
	s.Change(func(organizations []githubtest.Organization) {
		for i := range organizations {
			for _, o := range world.Organizations {
				if strings.EqualFold(o.Login, organizations[i].Login) {
					organizations[i].Requests, organizations[i].Tokens = o.Requests, o.Tokens
					organizations[i].Authorizations, organizations[i].Insights = o.Authorizations, o.Insights
				}
			}
		}
	})
}

// summary is the number of calls by operation and by status, a line each.
func summary(s *githubtest.Server) string {
	text := ""
	count := s.Count()
	for _, name := range slices.Sorted(maps.Keys(count)) {
		text += fmt.Sprintf("%d %s\n", count[name], name)
	}
	statuses := map[int]int{}
	for _, c := range s.Calls() {
		statuses[c.Status]++
	}
	for _, status := range slices.Sorted(maps.Keys(statuses)) {
		text += fmt.Sprintf("%d answers %d\n", statuses[status], status)
	}
	return text
}
