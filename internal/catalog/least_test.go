package catalog

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/pat"
)

// endpointsNamed returns the endpoints with these names, which must exist.
func endpointsNamed(t *testing.T, names ...string) []Endpoint {
	t.Helper()
	var endpoints []Endpoint
	for _, name := range names {
		method, path, _ := strings.Cut(name, " ")
		e, ok := Default().Endpoint(method, path)
		if !ok {
			t.Fatalf("there is no %s", name)
		}
		endpoints = append(endpoints, e)
	}
	return endpoints
}

const (
	createRelease  = "POST /repos/{owner}/{repo}/releases"
	listIssues     = "GET /repos/{owner}/{repo}/issues"
	listComments   = "GET /repos/{owner}/{repo}/issues/comments"
	createComment  = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments"
	getPull        = "GET /repos/{owner}/{repo}/pulls/{pull_number}"
	listPulls      = "GET /repos/{owner}/{repo}/pulls"
	createPull     = "POST /repos/{owner}/{repo}/pulls"
	getRepository  = "GET /repos/{owner}/{repo}"
	rateLimit      = "GET /rate_limit"
	listMembers    = "GET /orgs/{org}/members"
	createGist     = "POST /gists"
	copilotBilling = "GET /orgs/{org}/copilot/billing"
	listStargazers = "GET /repos/{owner}/{repo}/stargazers"
	starRepository = "PUT /user/starred/{owner}/{repo}"
)

func TestLeast(t *testing.T) {
	tests := []struct {
		name      string
		endpoints []string
		chosen    pat.Permissions
		want      pat.Permissions
	}{
		{"nothing", nil, nil, pat.Permissions{}},
		{"callable without permissions", []string{rateLimit}, nil, pat.Permissions{}},
		{"the lower of two sets", []string{createRelease}, nil, pat.Permissions{"contents": pat.Write}},
		{"two permissions", []string{createRelease, listIssues}, nil, pat.Permissions{"contents": pat.Write, "issues": pat.Read}},
		{"what opens less decides between equals", []string{listComments}, nil, pat.Permissions{"issues": pat.Read}},
		{"what was chosen decides before", []string{listComments}, pat.Permissions{"pull_requests": pat.Write}, pat.Permissions{"pull_requests": pat.Read}},
		{"fewer decide before what was chosen", []string{listComments, listIssues}, pat.Permissions{"pull_requests": pat.Read}, pat.Permissions{"issues": pat.Read}},
		{"one permission for both", []string{listComments, listPulls}, nil, pat.Permissions{"pull_requests": pat.Read}},
		{"fewer decide before lower", []string{createComment, listPulls}, nil, pat.Permissions{"pull_requests": pat.Write}},
		{"metadata alone", []string{getRepository}, nil, pat.Permissions{"metadata": pat.Read}},
		{"metadata is implied", []string{getRepository, listPulls}, nil, pat.Permissions{"pull_requests": pat.Read}},
		{"metadata is not implied by an organization's permission", []string{getRepository, listMembers}, nil,
			pat.Permissions{"members": pat.Read, "metadata": pat.Read}},
		{"stargazers are for who may push", []string{listStargazers}, nil, pat.Permissions{"contents": pat.Write}},
		{"JSON of a pull request", []string{getPull, "GET /repos/{owner}/{repo}/contents/{path}"}, nil, pat.Permissions{"contents": pat.Read, "pull_requests": pat.Read}},
		{"account and metadata", []string{starRepository}, nil, pat.Permissions{"metadata": pat.Read, "starring": pat.Write}},
		{"every endpoint of pages", []string{"POST /repos/{owner}/{repo}/pages"}, nil,
			pat.Permissions{"administration": pat.Write, "pages": pat.Write}},
		{"what opens less", []string{copilotBilling}, nil, pat.Permissions{"organization_copilot_seat_management": pat.Read}},
		{"twice the same", []string{listPulls, listPulls}, nil, pat.Permissions{"pull_requests": pat.Read}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, ok := Default().Least(endpointsNamed(t, test.endpoints...), test.chosen)
			if diff := cmp.Diff(test.want, got.Permissions); !ok || diff != "" || got.Impossible != nil {
				t.Errorf("ok: %t, impossible: %v, -want +got:\n%s", ok, got.Impossible, diff)
			}
		})
	}
}

func TestLeastChoices(t *testing.T) {
	type choice struct {
		Permission string
		Why        Why
		For        string
		Rival      string
	}
	explain := func(least Least) (out []choice) {
		for _, c := range least.Choices {
			names := []string{}
			for _, e := range c.For {
				names = append(names, e.String())
			}
			out = append(out, choice{c.Permission + ":" + string(c.Level), c.Why, strings.Join(names, ", "), strings.TrimSpace(setKey(c.Rival))})
		}
		return out
	}
	tests := []struct {
		name      string
		endpoints []string
		chosen    pat.Permissions
		want      []choice
	}{
		{"no choice", []string{createRelease, listIssues}, nil, []choice{
			{"contents:write", WhyOnly, createRelease, ""}, {"issues:read", WhyOnly, listIssues, ""}}},
		{"fewer", []string{listComments, listPulls}, nil, []choice{
			{"pull_requests:read", WhyOnly, listComments + ", " + listPulls, ""}}},
		{"narrower", []string{listComments}, nil, []choice{{"issues:read", WhyOpened, listComments, "pull_requests:read"}}},
		{"chosen", []string{listComments}, pat.Permissions{"pull_requests": pat.Read}, []choice{
			{"pull_requests:read", WhyChosen, listComments, "issues:read"}}},
		{"fewer than one more", []string{createComment, listPulls}, nil, []choice{
			{"pull_requests:write", WhyFewer, createComment, "issues:write pull_requests:read"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			least, _ := Default().Least(endpointsNamed(t, test.endpoints...), test.chosen)
			if diff := cmp.Diff(test.want, explain(least)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestLeastSaysWhatIsImpossible(t *testing.T) {
	closed := endpointsNamed(t, "POST /repos/{owner}/{repo}/check-runs", "GET /notifications", listIssues)
	least, ok := Default().Least(closed, nil)
	if diff := cmp.Diff(pat.Permissions{"issues": pat.Read}, least.Permissions); !ok || diff != "" {
		t.Errorf("ok: %t, -want +got:\n%s", ok, diff)
	}
	if diff := cmp.Diff(closed[:2], least.Impossible); diff != "" {
		t.Errorf("impossible -want +got:\n%s", diff)
	}
	readOnly := Default().With(Permission{Name: "contents", Section: pat.Repository, Levels: []pat.Level{pat.Read}})
	least, ok = readOnly.Least(endpointsNamed(t, createRelease), nil)
	if !ok || len(least.Impossible) != 1 || len(least.Permissions) != 0 {
		t.Errorf("without the level write: %+v, %t", least, ok)
	}
	raised := Default().With(Permission{Name: "issues", Section: pat.Repository, Levels: []pat.Level{pat.Write}})
	least, _ = raised.Least(endpointsNamed(t, listIssues), nil)
	if diff := cmp.Diff(pat.Permissions{"issues": pat.Write}, least.Permissions); diff != "" {
		t.Errorf("without the level read -want +got:\n%s", diff)
	}
}

func TestSplit(t *testing.T) {
	mixed := endpointsNamed(t, createGist, listMembers, listPulls, rateLimit)
	if least, ok := Default().Least(mixed, nil); ok {
		t.Errorf("a set for account and organization: %v", least.Permissions)
	}
	own, organizations := Default().Split(mixed)
	for i, part := range [][]Endpoint{own, organizations} {
		want := []pat.Permissions{{"gists": pat.Write}, {"members": pat.Read, "pull_requests": pat.Read}}[i]
		got, ok := Default().Least(part, nil)
		if diff := cmp.Diff(want, got.Permissions); !ok || diff != "" {
			t.Errorf("part %d: ok: %t, -want +got:\n%s", i, ok, diff)
		}
	}
}

func TestAddition(t *testing.T) {
	tests := []struct {
		name      string
		have      pat.Permissions
		endpoints []string
		want      pat.Permissions
	}{
		{"nothing is lacking", pat.Permissions{"contents": pat.Write}, []string{createRelease, getRepository}, pat.Permissions{}},
		{"a level is lacking", pat.Permissions{"issues": pat.Read}, []string{createComment}, pat.Permissions{"issues": pat.Write}},
		{"rather raise than add", pat.Permissions{"pull_requests": pat.Read}, []string{createComment}, pat.Permissions{"pull_requests": pat.Write}},
		{"what is there counts", pat.Permissions{"pull_requests": pat.Write}, []string{createComment, listIssues}, pat.Permissions{"issues": pat.Read}},
		{"metadata", pat.Permissions{"members": pat.Read}, []string{getRepository}, pat.Permissions{"metadata": pat.Read}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, ok := Default().Addition(endpointsNamed(t, test.endpoints...), test.have)
			if diff := cmp.Diff(test.want, got.Permissions); !ok || diff != "" {
				t.Errorf("ok: %t, -want +got:\n%s", ok, diff)
			}
		})
	}
	if got, _ := Default().Addition(endpointsNamed(t, createGist), pat.Permissions{"members": pat.Read}); len(got.Impossible) != 1 {
		t.Errorf("an account permission beside an organization's: %+v", got)
	}
}

// What the set of each endpoint grants is enough, and nothing of it can be
// dropped or lowered.
func TestLeastOfEveryEndpoint(t *testing.T) {
	for _, e := range Default().Endpoints() {
		least, ok := Default().Least([]Endpoint{e}, nil)
		if e.FineGrained != FineGrainedYes {
			if len(least.Impossible) != 1 {
				t.Errorf("%s is possible: %v", e, least.Permissions)
			}
			continue
		}
		if !ok || !Default().Holding(least.Permissions).Covers(e) {
			t.Errorf("%s is not covered by %v", e, least.Permissions)
		}
		for name, level := range least.Permissions {
			for _, lower := range []pat.Level{pat.NoAccess, pat.Read, pat.Write} {
				if p, _ := Default().Permission(name); !level.Includes(lower) || level == lower || lower != pat.NoAccess && !p.HasLevel(lower) {
					continue
				}
				less := union(least.Permissions, nil)
				less[name] = lower
				if Default().Holding(less).Covers(e) {
					t.Errorf("%s is covered with %s at %q instead of %q", e, name, lower, level)
				}
			}
		}
	}
}

// A search that tries every alternative of every endpoint, and shares nothing
// with the one that it is compared with, finds the same.
func TestLeastEqualsBruteForce(t *testing.T) {
	var endpoints []Endpoint
	var choosy []Endpoint // those with several sets, which are few
	for _, e := range Default().Endpoints() {
		if len(e.Sets) > 0 {
			endpoints = append(endpoints, e)
		}
		if len(e.Sets) > 1 {
			choosy = append(choosy, e)
		}
	}
	random := rand.New(rand.NewPCG(5, 22))
	besides := besidesEndpoints(endpoints, choosy, random)
	chosen := []pat.Permissions{nil, {"pull_requests": pat.Read}, {"organization_administration": pat.Write, "contents": pat.Read}}
	for range 120_000 {
		list := make([]Endpoint, 2+random.IntN(2))
		for i := range list {
			from := endpoints
			switch random.IntN(4) {
			case 0, 1:
				from = choosy
			case 2:
				from = besides
			}
			list[i] = from[random.IntN(len(from))]
		}
		prefer := chosen[random.IntN(len(chosen))]
		want, possible := bruteForce(list, prefer)
		s := Default().newSearch(nil, prefer) // without the reasons, which take as long again
		set := s.run(list)
		if got := s.added(set); (set != nil) != possible || possible && !cmp.Equal(want, got) {
			t.Fatalf("%v with %v: %v, want %v (%t)", list, prefer, got, want, possible)
		}
	}
}

// besidesEndpoints are calls whose conditions are known, and what is no endpoint: a
// command needs what several endpoints need, with conditions or without.
func besidesEndpoints(endpoints, choosy []Endpoint, random *rand.Rand) []Endpoint {
	var out []Endpoint
	for _, e := range choosy {
		for i := range e.Conditions {
			out = append(out, e.only(i))
		}
	}
	for range 300 {
		a, b := endpoints[random.IntN(len(endpoints))], choosy[random.IntN(len(choosy))]
		command := Endpoint{Method: "gh", Path: "command", FineGrained: FineGrainedYes, Conditions: b.Conditions}
		for _, set := range b.Sets {
			command.Sets = append(command.Sets, Union(a.Sets[0], set))
		}
		if _, possible := bruteForce([]Endpoint{command}, nil); !possible {
			continue // account and organization permissions in one
		}
		out = append(out, command)
	}
	return out
}

// bruteForce compares the union of every choice of sets.
func bruteForce(endpoints []Endpoint, chosen pat.Permissions) (best pat.Permissions, found bool) {
	unions := []pat.Permissions{{}}
	for _, e := range endpoints {
		var next []pat.Permissions
		for _, u := range unions {
			for _, set := range e.Usual() {
				wider := pat.Permissions{}
				for _, part := range []pat.Permissions{u, set} {
					for name, level := range part {
						if level.Rank() > wider[name].Rank() {
							wider[name] = level
						}
					}
				}
				next = append(next, wider)
			}
		}
		unions = next
	}
	var bestCost []int
	for _, u := range unions {
		total, ok := bruteCost(u, chosen)
		if !ok {
			continue
		}
		order := slices.Compare(total, bestCost)
		if !found || order < 0 || order == 0 && slices.Compare(u.Names(), best.Names()) < 0 {
			best, bestCost, found = u, total, true
		}
	}
	return best, found
}

var opensMemo = map[grant]int{}

func opens(name string, level pat.Level) int {
	key := grant{name, level}
	if _, ok := opensMemo[key]; !ok {
		opensMemo[key] = len(Default().EndpointsOf(name, level))
	}
	return opensMemo[key]
}

// bruteCost drops metadata from the set where it is implied.
func bruteCost(set, chosen pat.Permissions) (total []int, possible bool) {
	sections := map[pat.Section]int{}
	for name := range set {
		p, _ := Default().Permission(name)
		sections[p.Section]++
	}
	if sections[pat.Repository] > 1 {
		delete(set, "metadata")
	}
	total = make([]int, 5)
	for name, level := range set {
		p, _ := Default().Permission(name)
		total[0]++
		total[1] += map[pat.Level]int{pat.Read: 1, pat.Write: 2, pat.Admin: 3}[level]
		if chosen[name] == "" {
			total[2]++
		}
		total[3] += map[pat.Section]int{pat.Repository: 0, pat.Organization: 1, pat.Account: 2}[p.Section]
		total[4] += opens(name, level)
	}
	return total, sections[pat.Account] == 0 || sections[pat.Organization] == 0
}

// The order of the endpoints changes nothing, and hundreds of them are no burden.
func TestLeastOfAllEndpoints(t *testing.T) {
	var repositories []Endpoint
	for _, e := range Default().Endpoints() {
		if strings.HasPrefix(e.Path, "/repos/") && e.FineGrained == FineGrainedYes {
			repositories = append(repositories, e)
		}
	}
	want, ok := Default().Least(repositories, nil)
	if !ok || len(repositories) < 400 {
		t.Fatalf("%d endpoints, ok: %t", len(repositories), ok)
	}
	for _, e := range repositories {
		if !Default().Holding(want.Permissions).Covers(e) {
			t.Errorf("%s is not covered", e)
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 5 {
		random.Shuffle(len(repositories), func(i, j int) { repositories[i], repositories[j] = repositories[j], repositories[i] })
		got, _ := Default().Least(repositories, nil)
		if diff := cmp.Diff(want.Permissions, got.Permissions); diff != "" {
			t.Errorf("in another order -want +got:\n%s", diff)
		}
	}
}

func BenchmarkLeastOfAllEndpoints(b *testing.B) {
	endpoints := Default().Endpoints()
	for b.Loop() {
		_, organizations := Default().Split(endpoints)
		Default().Least(organizations, nil)
	}
}
