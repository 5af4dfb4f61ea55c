package api_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/github/githubtest"
)

// TestRefusals names the cause and the next step of what GitHub refuses, both to
// who reads and to who asks for a diagnosis.
func TestRefusals(t *testing.T) {
	only := func(permission string) *githubtest.Installation {
		return &githubtest.Installation{Permissions: map[string]string{permission: "read"}}
	}
	org := func(i *githubtest.Installation) []githubtest.Organization {
		return []githubtest.Organization{{Login: "octo-org", Tokens: tokens(2, false), Installation: i}}
	}
	credential := func(kind githubtest.CredentialKind, token string) (githubtest.World, setup) {
		return githubtest.World{Organizations: org(nil), Credentials: []githubtest.Credential{{Token: token, Kind: kind}}},
			setup{getenv: map[string]string{"GH_TOKEN": token}}
	}
	for name, test := range map[string]struct {
		world   func() (githubtest.World, setup)
		what    string
		why     string
		problem string // name of the check that fails
	}{
		"classic token": {func() (githubtest.World, setup) { return credential(githubtest.ClassicToken, "ghp_1") },
			"tokens", "The credentials are a classic personal access token from GH_TOKEN. Only a GitHub App can read requests and tokens. Set GITHUB_APP_ID", "credentials"},
		"fine-grained token": {func() (githubtest.World, setup) { return credential(githubtest.FineGrainedToken, "github_pat_1") },
			"requests", "Only a GitHub App can read requests and tokens", "credentials"},
		"OAuth token": {func() (githubtest.World, setup) { return credential(githubtest.OAuthToken, "gho_1") },
			"requests", "The credentials are an OAuth token from GH_TOKEN. Only a GitHub App", "credentials"},
		"old classic token": {func() (githubtest.World, setup) { return credential(githubtest.ClassicToken, "0123456789abcdef") },
			"requests", "Only a GitHub App can read requests and tokens", "requests"},
		"unknown token": {func() (githubtest.World, setup) {
			w, _ := credential(githubtest.AppUserToken, "ghu_1")
			return w, setup{getenv: map[string]string{"GH_TOKEN": "ghu_2"}}
		}, "tokens", "GitHub answered 401: Bad credentials. The token in GH_TOKEN has expired, was revoked, or is not for", "identity"},
		"no requests permission": {func() (githubtest.World, setup) {
			return githubtest.World{Organizations: org(only(githubtest.TokensPermission))}, setup{}
		}, "requests", `The App does not have the organization permission "Personal access token requests" (read) in octo-org`, "requests"},
		"no tokens permission": {func() (githubtest.World, setup) {
			return githubtest.World{Organizations: org(only(githubtest.RequestsPermission))}, setup{}
		}, "tokens", `The App does not have the organization permission "Personal access tokens" (read) in octo-org`, "tokens"},
		"not installed": {func() (githubtest.World, setup) {
			return githubtest.World{Organizations: []githubtest.Organization{{Login: "octo-org", NotInstalled: true}}}, setup{}
		}, "requests and tokens", "There is no organization octo-org on github.com, or App 1 is not installed in it.", "installation"},
		"no such organization": {func() (githubtest.World, setup) { return githubtest.World{}, setup{} },
			"requests and tokens", "There is no organization octo-org on github.com, or App 1 is not installed in it.", "installation"},
		"no such organization, token": {func() (githubtest.World, setup) {
			w, s := credential(githubtest.AppUserToken, "ghu_1")
			w.Organizations = nil
			return w, s
		}, "tokens", "There is no organization octo-org on github.com, or these credentials cannot see it", "requests"},
		"suspended": {func() (githubtest.World, setup) {
			return githubtest.World{Organizations: org(&githubtest.Installation{Suspended: true})}, setup{}
		}, "requests and tokens", "The App is suspended in the organization", "installation"},
		"another App": {func() (githubtest.World, setup) {
			return githubtest.World{App: &githubtest.App{ID: 2}, Organizations: org(nil)}, setup{}
		}, "requests and tokens", "There is no App 1 on github.com", "identity"},
		"clock ahead": {func() (githubtest.World, setup) {
			return githubtest.World{Organizations: org(nil), Clock: func() time.Time { return githubtest.DefaultNow.Add(-5 * time.Minute) }}, setup{}
		}, "requests and tokens", "The clock of this machine is 5m0s ahead of GitHub's.", "clock"},
		"clock behind": {func() (githubtest.World, setup) {
			return githubtest.World{Organizations: org(nil), Clock: func() time.Time { return githubtest.DefaultNow.Add(15 * time.Minute) }}, setup{}
		}, "requests and tokens", "The clock of this machine is 15m0s behind GitHub's.", "clock"},
		"HTML": {func() (githubtest.World, setup) {
			return githubtest.World{Organizations: org(nil), Faults: []githubtest.Fault{{Do: githubtest.FaultHTML}}}, setup{}
		}, "requests and tokens", "is not the address of GitHub's API", "address"},
		"IP allow list": {func() (githubtest.World, setup) {
			return githubtest.World{Organizations: org(nil), Faults: []githubtest.Fault{{Path: listTokens, Do: githubtest.FaultStatus, Status: 403,
				Body: `{"message":"Although you appear to have the correct authorization credentials, the octo-org organization has an IP allow list enabled"}`}}}, setup{}
		}, "tokens", "Add the address of this machine to it", "tokens"},
		"single sign-on": {func() (githubtest.World, setup) {
			return githubtest.World{Organizations: org(nil), Faults: []githubtest.Fault{{Path: listTokens, Do: githubtest.FaultStatus, Status: 403,
				Header: map[string]string{"X-GitHub-SSO": "required"}}}}, setup{}
		}, "tokens", "single sign-on", "tokens"},
		"policy": {func() (githubtest.World, setup) {
			return githubtest.World{Organizations: org(nil), Faults: []githubtest.Fault{{Path: listTokens, Do: githubtest.FaultStatus, Status: 403}}}, setup{}
		}, "tokens", "so something else prevents the call", "tokens"},
	} {
		t.Run(name, func(t *testing.T) {
			w, s := test.world()
			r := newRig(t, w, s)
			wantGap(t, r.read(t, "octo-org", nil), test.what, test.why)
			checks := r.newClient(t, s).Diagnose(t.Context(), []string{"octo-org"})
			if problem := firstProblem(checks); problem.Name != test.problem {
				t.Errorf("the diagnosis is %+v, want a problem of %s", checks, test.problem)
			}
		})
	}
}

func firstProblem(checks []api.Check) api.Check {
	for _, c := range checks {
		if c.Status == api.CheckProblem {
			return c
		}
	}
	return api.Check{}
}

func TestWrongHost(t *testing.T) {
	r := newRig(t, githubtest.World{}, setup{options: func(o *api.Options) {
		o.APIURL = "http://127.0.0.1:1/"
		o.Attempts = 2
	}})
	wantGap(t, r.read(t, "octo-org", nil), "requests and tokens", "refused")
	checks := r.client.Diagnose(t.Context(), []string{"octo-org"})
	if p := firstProblem(checks); p.Name != "address" || !strings.Contains(p.Detail, "127.0.0.1:1") {
		t.Errorf("checks %+v", checks)
	}
}

func TestDiagnosisWithoutProblem(t *testing.T) {
	r := newRig(t, githubtest.World{Organizations: []githubtest.Organization{
		organization("octo-org", 2),
		{Login: "octodemo", Installation: &githubtest.Installation{Permissions: map[string]string{
			githubtest.RequestsPermission: "read", githubtest.TokensPermission: "write"}}},
	}}, setup{})
	want := []api.Check{
		{Name: "credentials", Status: api.CheckOK, Detail: "Found the key of GitHub App 1 from GITHUB_APP_ID."},
		{Name: "address", Status: api.CheckOK, Detail: r.server.URL + "/ responds."},
		{Name: "clock", Status: api.CheckOK, Detail: "The clock of this machine matches GitHub's."},
		{Name: "identity", Status: api.CheckOK, Detail: "GitHub accepts the credentials: the App octo-reviewer."},
		{Name: "installation", Organization: "octo-org", Status: api.CheckOK, Detail: "The App is installed."},
		{Name: "requests", Organization: "octo-org", Status: api.CheckOK, Detail: "patctl can read the list of requests. The App can also approve and deny."},
		{Name: "tokens", Organization: "octo-org", Status: api.CheckOK, Detail: "patctl can read the list of tokens. The App can also revoke."},
		{Name: "installation", Organization: "octodemo", Status: api.CheckOK, Detail: "The App is installed."},
		{Name: "requests", Organization: "octodemo", Status: api.CheckOK, Detail: `patctl can read the list of requests. To approve and deny, the App needs write access to "Personal access token requests".`},
		{Name: "tokens", Organization: "octodemo", Status: api.CheckOK, Detail: "patctl can read the list of tokens. The App can also revoke."},
		{Name: "limit", Status: api.CheckOK, Detail: "4995 of 5000 calls remain until 13:00:00 UTC."},
	}
	got := r.client.Diagnose(t.Context(), []string{"octodemo", "octo-org"})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("checks (-want +got):\n%s", diff)
	}
	if p := firstProblem(r.client.Diagnose(t.Context(), nil)); p.Name != "organizations" {
		t.Errorf("without an organization: %+v", p)
	}
}

// TestTokenExpiresInMidRun renews an installation's token, at whichever page.
func TestTokenExpiresInMidRun(t *testing.T) {
	for nth := 1; nth <= 4; nth++ {
		r := newRig(t, githubtest.World{
			Organizations: []githubtest.Organization{organization("octo-org", 450)},
			Faults:        []githubtest.Fault{{Path: listTokens, Nth: nth, Times: 1, Do: githubtest.FaultExpireToken}},
		}, setup{})
		wantComplete(t, r.read(t, "octo-org", nil), 450)
		if got := r.server.Count()["POST /app/installations/{installation_id}/access_tokens"]; got != 2 {
			t.Errorf("%d tokens were made, want 2", got)
		}
	}
}

// TestTokenRenewedBeforeItsEnd outlives the hour of an installation's token.
func TestTokenRenewedBeforeItsEnd(t *testing.T) {
	r := newRig(t, githubtest.World{
		Organizations: []githubtest.Organization{organization("octo-org", 250)},
		Faults:        []githubtest.Fault{{Path: listTokens, Nth: 2, Times: 1, Do: githubtest.FaultPrimaryLimit, Seconds: 3700}},
	}, setup{options: func(o *api.Options) { o.MaxWait = 2 * time.Hour }})
	// One list only: the clock jumps, and would end the token of a call under way.
	o := r.client.ReadSome(t.Context(), "octo-org", api.Some{Tokens: []int64{0}}, api.NeedsNone)
	wantComplete(t, o, 250)
	if refused := r.server.CountStatus(401); refused != 0 {
		t.Errorf("%d calls were made with an expired token", refused)
	}
}

func TestInstallations(t *testing.T) {
	w := githubtest.World{Organizations: []githubtest.Organization{{Login: "octodemo", NotInstalled: true}}}
	for _, login := range []string{"octo-org", "hubot"} {
		w.Organizations = append(w.Organizations, organization(login, 1))
	}
	r := newRig(t, w, setup{})
	got, err := r.client.Installations(t.Context())
	if diff := cmp.Diff([]string{"hubot", "octo-org"}, got); err != nil || diff != "" {
		t.Fatalf("%v (-want +got):\n%s", err, diff)
	}
	wantComplete(t, r.read(t, "octo-org", nil), 1)
	if n := r.server.Count()["GET /orgs/{org}/installation"]; n != 0 {
		t.Errorf("%d installations were looked up that the list had told", n)
	}
}

// TestEnterpriseInstallation: an App that is installed in an enterprise, too, is used in the
// organizations, and the one that is left out is told.
func TestEnterpriseInstallation(t *testing.T) {
	var told []string
	w := githubtest.World{App: &githubtest.App{Enterprises: []string{"octo-business"}}, Organizations: []githubtest.Organization{organization("octo-org", 1)}}
	r := newRig(t, w, setup{options: func(o *api.Options) {
		o.Warn = func(summary, detail string) { told = append(told, summary+": "+detail) }
	}})
	got, err := r.client.Installations(t.Context())
	if diff := cmp.Diff([]string{"octo-org"}, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if len(told) != 1 || !strings.HasPrefix(told[0], "Installation skipped: Installation ") {
		t.Errorf("told %q", told)
	}
}

// TestInstallationWithoutAccount: an organization whose name GitHub does not say is not left out.
func TestInstallationWithoutAccount(t *testing.T) {
	for _, account := range []string{`null`, `{}`, `{"id":7}`} {
		value := []byte(`{"id":7,"target_type":"Organization","account":` + account + `}`)
		w := githubtest.World{
			Organizations: []githubtest.Organization{organization("octo-org", 1)},
			Faults:        []githubtest.Fault{{Path: "/app/installations", Do: githubtest.FaultElement, Value: value}},
		}
		r := newRig(t, w, setup{})
		if got, err := r.client.Installations(t.Context()); err == nil || !strings.Contains(err.Error(), "does not have an account") {
			t.Errorf("%s: %v, %v", account, got, err)
		}
	}
}

func TestInstallationsNeedAnApp(t *testing.T) {
	w := githubtest.World{Credentials: []githubtest.Credential{{Token: "ghu_1", Kind: githubtest.AppUserToken}}}
	r := newRig(t, w, setup{getenv: map[string]string{"GITHUB_TOKEN": "ghu_1"}})
	if _, err := r.client.Installations(t.Context()); err == nil || !strings.Contains(err.Error(), "this requires the private key of a GitHub App") {
		t.Errorf("%v", err)
	}
}

// TestInstallationOfTheEnvironment spares the look-up.
func TestInstallationOfTheEnvironment(t *testing.T) {
	w := githubtest.World{Organizations: []githubtest.Organization{organization("octo-org", 1), organization("octodemo", 1)}}
	w.Organizations[0].Installation = &githubtest.Installation{ID: 77, Permissions: map[string]string{
		githubtest.RequestsPermission: "read", githubtest.TokensPermission: "read"}}
	r := newRig(t, w, setup{})
	environ := func(id string) setup {
		return setup{getenv: map[string]string{"GITHUB_APP_ID": "1", "GITHUB_APP_PEM": string(r.server.AppPEM()), "GITHUB_APP_INSTALLATION_ID": id}}
	}
	r.client = r.newClient(t, environ("77"))
	wantComplete(t, r.read(t, "octo-org", nil), 1)
	if n := r.server.Count()["GET /orgs/{org}/installation"]; n != 0 {
		t.Errorf("%d look-ups were made", n)
	}
	r.client = r.newClient(t, environ("78"))
	wantGap(t, r.read(t, "octo-org", nil), "requests and tokens", "App 1 has no installation 78, which GITHUB_APP_INSTALLATION_ID specifies")
}

// TestCallsSayWhoAndWhich looks at what every call carries.
func TestCallsSayWhoAndWhich(t *testing.T) {
	r := newRig(t, githubtest.World{Organizations: []githubtest.Organization{{Login: "octo-org", Tokens: tokens(2, true)}}}, setup{})
	r.read(t, "octo-org", nil)
	for _, c := range r.server.Calls() {
		if c.APIVersion != "2022-11-28" || c.Credential == "" {
			t.Errorf("%s %s has version %q, credential %q", c.Method, c.Path, c.APIVersion, c.Credential)
		}
	}
}
