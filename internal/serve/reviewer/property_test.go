package reviewer_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/planning"
)

const cases = 300

// TestLooksEndLikeApply: whatever happens between looks and during them, they end where
// apply ends that is run once everything has happened.
func TestLooksEndLikeApply(t *testing.T) {
	crashes, done := 0, 0
	for seed := range uint64(cases) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			x := newTrial(t, seed)
			for range 2 + x.IntN(4) {
				x.step()
			}
			x.rig.server.Change(func(all []githubtest.Organization) { x.final = all[0] })
			want := x.applied()
			x.rig.settle(15)
			if diff := cmp.Diff(want, state(x.rig)); diff != "" {
				t.Errorf("after apply and after the looks (-apply +looks):\n%s\n%s", diff, x.source)
			}
			x.rig.wantNothingTwice()
			if open := apply.Open(x.rig.store.entries); len(open) > 0 {
				t.Errorf("the journal leaves open %v", open)
			}
			x.wantStatus()
			crashes += x.crashes
			done += len(x.rig.status().Done)
		})
	}
	t.Logf("%d crashes, %d reviews", crashes, done)
	if crashes < cases/10 || done < cases {
		t.Errorf("only %d crashes and %d reviews: the test says little", crashes, done)
	}
}

// trial is a random world with a random configuration.
type trial struct {
	*rand.Rand
	*testing.T
	rig     *rig
	source  string
	final   githubtest.Organization // when all changes have been made
	next    int64
	crashes int
}

func newTrial(t *testing.T, seed uint64) *trial {
	x := &trial{Rand: rand.New(rand.NewPCG(7, seed)), T: t, next: 100}
	x.source = x.configuration()
	w := githubtest.World{Organizations: []githubtest.Organization{{Login: "octo-org"}}}
	for range x.IntN(5) {
		w.Organizations[0].Requests = append(w.Organizations[0].Requests, x.grant())
	}
	for range x.IntN(6) {
		w.Organizations[0].Tokens = append(w.Organizations[0].Tokens, x.grant())
	}
	for _, do := range []githubtest.FaultKind{githubtest.FaultReset, githubtest.FaultNoEffect, githubtest.FaultLate, githubtest.FaultHTML} {
		if x.IntN(4) == 0 {
			w.Faults = append(w.Faults, githubtest.Fault{Do: do, Method: http.MethodPost, Path: one(x, requestsPath, tokensPath), Nth: 1 + x.IntN(3), Times: 1, Count: x.IntN(8)})
		}
	}
	if x.IntN(3) == 0 {
		w.Faults = append(w.Faults, githubtest.Fault{Do: githubtest.FaultStatus, Status: 502, Method: http.MethodGet, Path: one(x, requestsPath, tokensPath), Nth: 1 + x.IntN(6), Times: 1 + x.IntN(4)})
	}
	x.rig = newRig(t, x.source, w)
	return x
}

func one[T any](x *trial, list ...T) T { return list[x.IntN(len(list))] }

func (x *trial) configuration() string {
	words := func(all ...string) string {
		var out []string
		for _, word := range all {
			if x.IntN(2) == 0 {
				out = append(out, fmt.Sprintf("%q", word))
			}
		}
		return "[" + strings.Join(out, ", ") + "]"
	}
	return template + fmt.Sprintf("organization \"octo-org\" {\n review {\n approve = %s\n deny = %s\n revoke = %s\n max_actions = 1000\n max_revoke_share = 1\n }\n}\n%s",
		one(x, `["conforming"]`, `["conforming"]`, "[]"), words("drifted", "undeclared", "policy:not-mona"), words("drifted", "undeclared", "policy:not-mona"),
		one(x, "", "policy \"not-mona\" {\n on = [\"request\", \"token\"]\n condition = self.owner != \"mona\"\n error_message = \"No.\"\n}\n", "policy \"not-mona\" {\n on = [\"token\"]\n condition = self.owner != \"mona\"\n error_message = \"No.\"\n}\n"))
}

func (x *trial) grant() githubtest.Grant {
	x.next++
	g := grant(x.next, one(x, "reader", "reader", "other"), one(x, pat.Read, pat.Read, pat.Write))
	g.TokenID, g.Owner = 90_000+x.next, one(x, "octocat", "mona")
	return g
}

// step is a change by others, a look, one that is ended, or time that goes by.
func (x *trial) step() {
	switch x.IntN(6) {
	case 0, 1:
		x.rig.server.Change(x.change)
	case 2:
		x.crashes++
		_ = x.rig.crash(1+x.IntN(9), x.IntN(2) == 0)
	case 3:
		x.rig.move(time.Duration(x.IntN(100)) * time.Minute)
	default:
		_, _ = x.rig.look()
	}
}

func (x *trial) change(all []githubtest.Organization) {
	o := &all[0]
	switch x.IntN(5) {
	case 0:
		o.Requests = append(slices.Clone(o.Requests), x.grant())
	case 1:
		o.Tokens = append(slices.Clone(o.Tokens), x.grant())
	case 2: // withdrawn
		o.Requests = slices.Clone(o.Requests[:max(len(o.Requests)-1, 0)])
	case 3: // approved by hand
		if len(o.Requests) > 0 {
			g := o.Requests[0]
			x.next++
			g.Kind, g.ID, g.Reason = pat.KindToken, x.next, nil
			o.Requests, o.Tokens = slices.Clone(o.Requests[1:]), append(slices.Clone(o.Tokens), g)
		}
	case 4:
		o.Requests = slices.Clone(o.Requests)
		for i := range o.Requests {
			o.Requests[i].Permissions.Repository = pat.Permissions{"contents": one(x, pat.Read, pat.Write), "metadata": "read"}
		}
	}
}

// applied is what apply makes of the final state, run until there is nothing left to do.
func (x *trial) applied() []string {
	x.Helper()
	o := x.final
	o.Installation = nil
	o.Tokens = slices.Clone(o.Tokens)
	for i := range o.Tokens {
		if o.Tokens[i].ID > 50_000_000 {
			o.Tokens[i].ID -= 40_000_000 // the number is that of a new token there
		}
	}
	r := newRig(x.T, x.source, githubtest.World{Organizations: []githubtest.Organization{o}})
	r.now = x.rig.clock()
	client := r.client(r.reviewer.Log)
	for range 4 {
		s := client.Read(x.Context(), []string{"octo-org"}, func(o *github.Organization) (requests, tokens []int) {
			return audit.NeedsRepositories(r.reviewer.Config, o)
		})
		run := &apply.Run{
			Config: r.reviewer.Config, Host: "github.com", GitHub: client, Journal: r.store.Journal(x.Context(), "octo-org"), Now: r.clock, Sleep: r.sleep,
			Tell: func(apply.Outcome) {}, Version: "1.2.3", Name: r.reviewer.NewRunName(),
		}
		outcomes, err := run.Do(x.Context(), planning.Judge(r.reviewer.Config, s, planning.Open{}).Job())
		if err != nil {
			x.Fatal(err)
		}
		if len(outcomes) == 0 {
			break
		}
	}
	return state(r)
}

// state names what is pending and what is active, by what no server chooses.
func state(r *rig) []string {
	var out []string
	r.server.Change(func(all []githubtest.Organization) {
		for _, g := range all[0].Requests {
			out = append(out, fmt.Sprintf("request %d %s", g.TokenID, g.TokenName))
		}
		for _, g := range all[0].Tokens {
			out = append(out, fmt.Sprintf("token %d %s", g.TokenID, g.TokenName))
		}
	})
	slices.Sort(out)
	return out
}

// wantStatus fails unless the status says what there is.
func (x *trial) wantStatus() {
	x.Helper()
	requests, tokens := x.rig.server.Listed("octo-org")
	s := x.rig.status()
	var got []int64
	for _, r := range s.Requests {
		got = append(got, r.ID)
		if r.Why == "" {
			x.Errorf("the status does not say why request %d is pending", r.ID)
		}
	}
	if !slices.Equal(got, requests) {
		x.Errorf("the status has the requests %v, and there are %v", got, requests)
	}
	if n := s.Tokens.Conforming + s.Tokens.Drifted + s.Tokens.Undeclared; n != len(tokens) || s.Failures != 0 || s.CompleteAt.IsZero() {
		x.Errorf("%d tokens, and there are %d: %+v", n, len(tokens), s)
	}
}
