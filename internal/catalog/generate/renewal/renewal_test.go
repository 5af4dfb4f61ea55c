package renewal

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/catalog/generate/docs"
)

// recorded gives facts as they might have been recorded, one row for each case.
func recorded(t *testing.T) Facts {
	t.Helper()
	facts := Facts{}
	for name, text := range map[string]string{
		"endpoints": "method path permission_sets doc source condition public_read grade evidence\n" +
			"GET /same b:read_|_a:read x/x/same data _ yes proven _\n" +
			"GET /more a:read x/x/more data media=json yes proven _\n" +
			"GET /blank a:read x/x/blank data _ _ proven _\n" +
			"POST /observed a:write x/x/observed observed _ no proven thread\n" +
			"GET /removed a:read x/x/removed data _ yes proven _\n" +
			"GET /old/{id} a:read x/x/old docs _ yes proven _\n",
		"unlisted": "method path fine_grained source github_app category public_read condition grade evidence\n" +
			"GET /closed no data true x/x yes _ proven _\n" +
			"GET /public public docs true x/x yes _ proven _\n",
		"endpoints-enterprise": "method path where fine_grained permission_sets github_app app_permission_sets grade source note\n" +
			"GET /moved ghec no _ yes _ proven lists:ghec _\n",
		"permissions": "parameter display_name section levels status instead in_docs_of_the_first_day note where\n" +
			"a A repository read,write documented _ yes _ _\n" +
			"b B repository read undocumented _ no _ _\n" +
			"other_a A repository read alias a no _ _\n" +
			"c C organization read app_only _ no _ both\n" +
			"gone Gone account read documented _ yes _ _\n" +
			"wrong Wrong account _ mistaken a no _ _\n",
		"disagreements": "method path data_says\n",
		"sources":       "source version read address\npermissions old 2026-01-01 https://docs.github.com\nscopes _ 2026-01-01 https://docs.github.com\n",
	} {
		table, err := ParseTable(cells(text))
		if err != nil {
			t.Fatal(err)
		}
		facts[name] = table
	}
	return facts
}

// cells writes blanks as tabs, _|_ as the sign between sets, and _ as an empty cell.
func cells(text string) string {
	return strings.NewReplacer("_|_", " | ", " _", "\t", " ", "\t").Replace(text)
}

func today() docs.Data {
	needs := func(method, path string, sets ...[]string) docs.Operation {
		return docs.Operation{Method: method, Path: path, Doc: "x/x/y", Listed: true, FineGrained: true, GitHubApp: true, Public: method == "GET", Sets: sets}
	}
	return docs.Data{
		Version: "2027-01-01",
		Operations: []docs.Operation{
			needs("GET", "/same", []string{"a:read"}, []string{"b:read"}),
			needs("GET", "/more", []string{"a:read"}, []string{"b:read", "c:read"}),
			needs("GET", "/blank", []string{"a:read"}),
			needs("POST", "/observed", []string{"b:write"}),
			needs("GET", "/old/{number}", []string{"a:read"}),
			needs("GET", "/closed", []string{"a:read"}),
			needs("GET", "/new"),
			needs("GET", "/moved", []string{"c:read"}),
			{Method: "GET", Path: "/public", Doc: "x/x/public", Listed: true, Public: true},
		},
		Permissions: []docs.Permission{{Name: "a", Display: "A", Section: "repository"}, {Name: "c", Display: "C", Section: "organization"}},
		Parameters: []docs.Permission{
			{Name: "a", Display: "A", Section: "repository", Levels: []string{"read", "write", "admin"}},
			{Name: "b", Display: "B", Section: "repository", Levels: []string{"read"}},
			{Name: "d", Display: "D", Section: "account", Levels: []string{"write"}},
		},
	}
}

func TestRenew(t *testing.T) {
	facts := recorded(t)
	changes, err := Renew(facts, today(), "2027-01-02")
	if err != nil {
		t.Fatal(err)
	}
	want := "### Endpoints added\n\n" +
		"- `GET /moved`: needs c:read; only Enterprise products had it\n" +
		"- `GET /new`: needs no permission\n\n" +
		"### Endpoints removed\n\n" +
		"- `GET /removed`: needs a:read\n\n" +
		"### Endpoints changed\n\n" +
		"- `GET /blank`: public resources without a permission: was not known, is yes\n" +
		"- `GET /closed`: was: closed to fine-grained tokens; is: needs a:read\n" +
		"- `GET /more`: was: needs a:read; is: needs a:read | b:read + c:read\n\n" +
		"### Endpoints kept, against GitHub's data: review\n\n" +
		"- `POST /observed`: needs a:write (observed); GitHub's data: needs b:write\n\n" +
		"### Permissions added\n\n" +
		"- `d`: documented, account, write\n\n" +
		"### Permissions changed\n\n" +
		"- `a`: levels: was read,write, is read,write,admin\n" +
		"- `b`: status: was undocumented, is documented\n" +
		"- `c`: status: was app_only, is undocumented\n" +
		"- `c`: where: was both, is none\n\n" +
		"### Permissions kept, against GitHub's data: review\n\n" +
		"- `gone`: documented; GitHub has it neither in its table of parameters nor in its data\n\n" +
		"### Not understood: review\n\n" +
		"- `GET /more`: the sets have changed, and lost their condition: media=json\n\n"
	if diff := cmp.Diff(want, Report(changes)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if sources := facts["sources"].String(); !strings.Contains(sources, "API version 2027-01-01\t2027-01-02") || !strings.Contains(sources, "scopes\t\t2026-01-01") {
		t.Errorf("sources:\n%s", sources)
	}
	if unlisted := facts["unlisted"].String(); !strings.Contains(unlisted, "GET\t/new\tyes\tdata\ttrue\tx/x\tyes\t\tproven\t\n") || strings.Contains(unlisted, "/closed") {
		t.Errorf("unlisted:\n%s", unlisted)
	}
}

// A second run over the same data must find nothing that changes a table, and say again only
// what a person has to decide.
func TestRenewTwice(t *testing.T) {
	facts := recorded(t)
	if _, err := Renew(facts, today(), "2027-01-02"); err != nil {
		t.Fatal(err)
	}
	var before []string
	for _, name := range Names {
		before = append(before, facts[name].String())
	}
	changes, err := Renew(facts, today(), "2027-01-09")
	if err != nil || len(changes) != 1 || changes[0].What != "gone" {
		t.Errorf("changes %v, %v", changes, err)
	}
	for i, name := range Names {
		if diff := cmp.Diff(before[i], facts[name].String()); diff != "" {
			t.Errorf("%s changed:\n%s", name, diff)
		}
	}
}

// When GitHub's data comes round to what people found out, that is said, too.
func TestAgreement(t *testing.T) {
	facts := recorded(t)
	data := today()
	if _, err := Renew(facts, data, "2027-01-02"); err != nil {
		t.Fatal(err)
	}
	data.Operations[3].Sets = [][]string{{"a:write"}}
	changes, err := Renew(facts, data, "2027-01-09")
	if err != nil || !strings.Contains(Report(changes), "`POST /observed`: GitHub's data says the same now") || len(facts["disagreements"].rows) != 0 {
		t.Errorf("%v, %v", changes, err)
	}
}

// A checkout of which a part is missing must not remove what is recorded.
func TestIncompleteCheckout(t *testing.T) {
	data := today()
	data.Operations = data.Operations[:3]
	if changes, err := Renew(recorded(t), data, "2027-01-02"); err == nil {
		t.Errorf("no error, but %v", changes)
	}
	data = today()
	data.Permissions = nil
	if changes, err := Renew(recorded(t), data, "2027-01-02"); err == nil {
		t.Errorf("no error, but %v", changes)
	}
}

// Without the table of parameters nothing is known of statuses.
func TestNoTable(t *testing.T) {
	data := today()
	data.Parameters = nil
	facts := recorded(t)
	changes, err := Renew(facts, data, "2027-01-02")
	if err != nil || !strings.Contains(Report(changes), "GitHub's page has none") {
		t.Errorf("%v, %v", changes, err)
	}
	if row := facts["permissions"].rows[0]; row["status"] != "documented" {
		t.Errorf("a is %q", row["status"])
	}
}

// What a checkout says is the text of a pull request: it must not be able to be more.
func TestReportIsHarmless(t *testing.T) {
	report := Report([]Change{{Kind: EndpointAdded, What: "GET /`x`\n# y", Detail: "<img> @octocat [a](b) \x1b[31m \u202e"}})
	if strings.ContainsAny(report[len("### Endpoints added\n\n- `GET /"):], "<>@[]\x1b\u202e") || strings.Count(report, "\n") != 4 {
		t.Errorf("%q", report)
	}
}
