package storm

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/pat"
)

// Options are what a Hub is made of.
type Options struct {
	Seed          uint64
	Organizations int
	Faults        float64 // the share of calls that fail, from 0 to 1; of reviews it is three times as many
	Forbidden     bool    // lists of tokens that cannot be read are answered with 403, and otherwise with 502
	Now           func() time.Time
	Sleep         func(time.Duration) // of slow answers; nil: there are none
}

// policy is what the review block of an organization asks for; nil: it has none.
type policy map[verdict]pat.ReviewAction

// verdict is what a request or token is, with its kind.
type verdict struct {
	kind    pat.Kind
	verdict pat.Verdict
}

// character is how an organization is configured and how it behaves.
type character struct {
	review string // the arguments of its review block; "": it has none
	policy policy
	blind  bool // its tokens cannot be listed until the storm is over
}

var characters = []character{
	{`approve = ["conforming"], deny = ["drifted", "undeclared"], revoke = ["drifted", "undeclared"]`, policy{
		{pat.KindRequest, pat.Conforming}: pat.Approve, {pat.KindRequest, pat.Drifted}: pat.Deny, {pat.KindRequest, pat.Undeclared}: pat.Deny,
		{pat.KindToken, pat.Drifted}: pat.Revoke, {pat.KindToken, pat.Undeclared}: pat.Revoke,
	}, false},
	{`approve = ["conforming"], deny = ["drifted"], revoke = ["undeclared"]`, policy{
		{pat.KindRequest, pat.Conforming}: pat.Approve, {pat.KindRequest, pat.Drifted}: pat.Deny, {pat.KindToken, pat.Undeclared}: pat.Revoke,
	}, false},
	{`approve = ["conforming"]`, policy{{pat.KindRequest, pat.Conforming}: pat.Approve}, false},
	{"", nil, false},
	{`deny = ["undeclared"]`, policy{{pat.KindRequest, pat.Undeclared}: pat.Deny}, false},
	{`approve = ["conforming"], deny = ["drifted"], revoke = ["undeclared"]`, policy{
		{pat.KindRequest, pat.Conforming}: pat.Approve, {pat.KindRequest, pat.Drifted}: pat.Deny, {pat.KindToken, pat.Undeclared}: pat.Revoke,
	}, true},
}

// organization is one of the Hub.
type organization struct {
	character
	login string
	late  []lateReview
}

// subject is a request or token that there was.
type subject struct {
	*organization
	githubtest.Grant
	want    pat.ReviewAction // "": none is planned
	done    pat.ReviewAction // the one that took effect
	waiting bool             // GitHub has taken one on, and it takes effect later
	gone    bool             // others have taken it away
}

type key struct {
	kind pat.Kind
	id   int64
}

// Hub is a fake GitHub in a storm.
type Hub struct {
	*githubtest.Handler
	options Options

	mu            sync.Mutex
	random        *rand.Rand // of what happens
	luck          *rand.Rand // of faults
	organizations []*organization
	subjects      map[key]*subject
	next          int64
	calm          bool
	problems      []string
	counts        Counts
}

// Counts are what a Hub has seen.
type Counts struct {
	Calls, Faults  int
	Reviews        int // calls that ask for reviews
	Done           int // reviews that took effect
	Arrived, Taken int // requests and tokens that came, and that others took away
}

// New returns a Hub whose organizations have some requests and tokens.
func New(o Options) (*Hub, error) {
	h := &Hub{options: o, random: rand.New(rand.NewPCG(o.Seed, 16)), luck: rand.New(rand.NewPCG(o.Seed, 17)), subjects: map[key]*subject{}, next: 1000}
	w := githubtest.World{Clock: o.Now, RateLimit: 1 << 30}
	for i := range o.Organizations {
		org := &organization{character: characters[i%len(characters)], login: fmt.Sprintf("octo-org-%d", i)}
		h.organizations = append(h.organizations, org)
		w.Organizations = append(w.Organizations, githubtest.Organization{Login: org.login})
	}
	var err error
	if h.Handler, err = githubtest.NewHandler(w, nil); err != nil {
		return nil, err
	}
	for range 3 * o.Organizations {
		h.Happen()
	}
	return h, nil
}

// Logins returns the organizations.
func (h *Hub) Logins() []string {
	var out []string
	for _, o := range h.organizations {
		out = append(out, o.login)
	}
	return out
}

// Configuration is the source of a configuration for all organizations, in HCL. Without
// reviews, it has no review block.
func (h *Hub) Configuration(reviews bool) string {
	var out strings.Builder
	fmt.Fprintf(&out, "template \"reader\" {\n  for_each    = toset([%q])\n  name        = \"reader\"\n  target_name = each.key\n  expires_in  = \"none\"\n  permissions = { contents = \"read\" }\n}\n",
		strings.Join(h.Logins(), "\x00"))
	text := strings.ReplaceAll(out.String(), `\x00`, `", "`)
	out.Reset()
	out.WriteString(text)
	for _, o := range h.organizations {
		fmt.Fprintf(&out, "organization %q {\n", o.login)
		if o.review != "" && reviews {
			fmt.Fprintf(&out, "  review {\n    %s\n    max_actions = 1000000\n    max_revoke_share = 1\n  }\n", strings.ReplaceAll(o.review, "], ", "]\n    "))
		}
		out.WriteString("}\n")
	}
	return out.String()
}

// Calm ends the storm: from now on every call is answered as it should be.
func (h *Hub) Calm() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.calm = true
}

// Counts returns what was seen so far.
func (h *Hub) Counts() Counts {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.counts
}
