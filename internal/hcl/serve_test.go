package hcl_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/hcl/subject"
)

func loadServe(t *testing.T, body string, inputs hcl.Inputs) (*hcl.Configuration, *hcl.Serve) {
	t.Helper()
	cfg, diags := hcl.Load(directory(map[string]string{"main.pat.hcl": "organization \"octo-org\" {}\n" + body}), ".", hcl.Options{Inputs: inputs})
	if diags.HasErrors() || cfg.Serve == nil {
		t.Fatalf("%s", text(t, cfg, diags))
	}
	return cfg, cfg.Serve
}

func TestServe(t *testing.T) {
	_, got := loadServe(t, `
serve {
  interval = "5m"
  webhook "siem" {
    url_env     = "SIEM_URL"
    secret_file = "/run/secrets/siem"
  }
  slack "security" {
    url_env       = "SLACK_URL"
    events        = ["denied"]
    organizations = ["OCTO-org"]
    per_minute    = 1000
    message       = self.name
  }
  issue "requests" {
    repository = "octo-org/requests"
    labels     = ["token-request"]
  }
  slack "platform" {
    url_file = "/run/secrets/slack"
  }
}
`, hcl.Inputs{})
	want := &hcl.Serve{Interval: 5 * time.Minute, MaxAge: 15 * time.Minute, Targets: []*hcl.Target{
		{Kind: "issue", Name: "requests", Repository: "octo-org/requests", Labels: []string{"token-request"}, PerMinute: 20},
		{Kind: "slack", Name: "platform", URLFile: "/run/secrets/slack", PerMinute: 20},
		{Kind: "slack", Name: "security", URLEnv: "SLACK_URL", Events: []string{"denied"}, Organizations: []string{"octo-org"}, PerMinute: 1000},
		{Kind: "webhook", Name: "siem", URLEnv: "SIEM_URL", SecretFile: "/run/secrets/siem", PerMinute: 20},
	}}
	options := cmp.Options{
		cmpopts.IgnoreUnexported(hcl.Serve{}, hcl.Target{}),
		cmpopts.IgnoreFields(hcl.Serve{}, "Range"), cmpopts.IgnoreFields(hcl.Target{}, "Range"),
	}
	if diff := cmp.Diff(want, got, options); diff != "" {
		t.Errorf("serve (-want +got):\n%s", diff)
	}
	for _, target := range got.Targets {
		if target.HasMessage() != (target.Name == "security") || target.Range.Start.Line < 4 {
			t.Errorf("%s %s: HasMessage is %v, at line %d", target.Kind, target.Name, target.HasMessage(), target.Range.Start.Line)
		}
	}
}

func TestServeDefaults(t *testing.T) {
	_, got := loadServe(t, "serve {\n  max_age = null\n}\n", hcl.Inputs{})
	if got.Interval != 10*time.Minute || got.MaxAge != 30*time.Minute || got.Targets != nil {
		t.Errorf("interval %s, max_age %s, %d targets", got.Interval, got.MaxAge, len(got.Targets))
	}
	if cfg, _ := hcl.Load(directory(map[string]string{"main.pat.hcl": ""}), ".", hcl.Options{}); cfg.Serve != nil {
		t.Error("a configuration without a serve block has one")
	}
}

func TestTargetWithoutMessage(t *testing.T) {
	_, serve := loadServe(t, "variable \"message\" {\n  default = null\n}\n"+withMessage("var.message"), hcl.Inputs{})
	if serve.Targets[0].HasMessage() {
		t.Error("a message that is null is one")
	}
}

func withMessage(message string) string {
	return "serve {\n  slack \"x\" {\n    url_env = \"X\"\n    message = " + message + "\n  }\n}\n"
}

// TestTextOfTarget: what strangers wrote stays text, and is not evaluated.
func TestTextOfTarget(t *testing.T) {
	_, serve := loadServe(t, "locals {\n  team = \"platform\"\n}\n"+withMessage(
		`"${local.team}: ${self.event} ${self.id} ${self.owner} ${self.name} ${self.reason} ${join("; ", self.findings)} ${self.url}${self.result}"`), hcl.Inputs{})
	notice := subject.Notice{
		Refusal: subject.Refusal{
			Owner: "octocat", Name: "${local.team}%{ if true }", Reason: "<!channel> \x1b[31m\u202e\n@octo-org/admins", Findings: []string{"a", "b"},
		},
		Event: "failed", ID: 1 << 53, URL: "https://github.com/x",
	}
	got, diags := serve.Targets[0].Text(notice)
	want := "platform: failed 9007199254740992 octocat ${local.team}%{ if true } <!channel> \x1b[31m\u202e\n@octo-org/admins a; b https://github.com/x"
	if got != want || len(diags) > 0 {
		t.Errorf("got %q, want %q (%v)", got, want, diags)
	}
}

// TestTextOfTargetFails: what goes wrong only for some notices is an error without a text, and
// the next notice has one again.
func TestTextOfTargetFails(t *testing.T) {
	_, serve := loadServe(t, withMessage(`self.name == "bad" ? self.findings[0] : self.name == "blank" ? " " : self.reason`), hcl.Inputs{})
	target := serve.Targets[0]
	for _, name := range []string{"bad", "blank"} {
		got, diags := target.Text(subject.Notice{Refusal: subject.Refusal{Name: name, Reason: "r"}})
		if got != "" || !diags.HasErrors() {
			t.Errorf("%s: %q, %v", name, got, diags)
		}
	}
	long := strings.Repeat("é", 2*hcl.MaxMessage)
	if got, diags := target.Text(subject.Notice{Refusal: subject.Refusal{Reason: long}}); got != long || len(diags) > 0 {
		t.Errorf("a long text has %d bytes: %v", len(got), diags)
	}
}

// TestTextAtTheSameTime: organizations are looked at in parallel, all with one configuration,
// and for as long as the server runs.
func TestTextAtTheSameTime(t *testing.T) {
	_, serve := loadServe(t, "locals {\n  a = { x = \"y\" }\n}\n"+withMessage(`"${local.a.x} ${join(",", [for n in range(500) : n])} ${self.id}"`), hcl.Inputs{})
	var group sync.WaitGroup
	for worker := range 4 {
		group.Go(func() {
			for n := range 100 {
				id := int64(worker*1000 + n)
				got, diags := serve.Targets[0].Text(subject.Notice{ID: id})
				if len(diags) > 0 || !strings.HasPrefix(got, "y 0,1,") || !strings.HasSuffix(got, fmt.Sprint(" ", id)) {
					t.Errorf("%d: %q %v", id, got, diags)
				}
			}
		})
	}
	group.Wait()
}

// TestSecretsOfServeStayHidden: what somebody wrote where only its name belongs is not shown
// again.
func TestSecretsOfServeStayHidden(t *testing.T) {
	const inputs = "variable \"x\" {\n  sensitive = true\n}\n"
	for name, body := range map[string]string{
		"address":           "slack \"x\" {\n    url_env = \"https://hooks.slack.com/services/" + secret + "\"\n  }",
		"address in a line": "slack \"x\" { url_env = \"https://example.com/" + secret + "\" }",
		"no name":           "slack \"x\" {\n    url_env = \"" + secret + "-x\"\n  }",
		"token":             "webhook \"x\" {\n    url_env = \"X\"\n    secret_env = \"ghp_" + secret + "\"\n  }",
		"file":              "webhook \"x\" {\n    url_file = \"https://example.com/" + secret + "\"\n  }",
		"list":              "webhook \"x\" {\n    url_env = [\"" + secret + "\"]\n  }",
		"no quote":          "slack \"x\" {\n    url_env = https://example.com/" + secret + "\"\n  }",
		"other argument":    "slack \"x\" {\n    url = \"https://example.com/" + secret + "\"\n  }",
		"misspelled":        "slack \"x\" {\n    url_evn = \"https://example.com/" + secret + "\"\n  }",
		"two lines":         "slack \"x\" {\n    webhook = [\n      \"" + secret + "\",\n    ]\n  }",
		"twice":             "slack \"x\" {\n    url_env = \"X\"\n    url_env = \"https://example.com/" + secret + "\"\n  }",
		"label":             "slack \"https://example.com/" + secret + "\" {\n    url_env = \"X\"\n  }",
		"argument of serve": "url = \"https://example.com/" + secret + "\"",
		"sensitive name":    "slack \"x\" {\n    url_env = var.x\n  }",
		"sensitive message": "slack \"x\" {\n    url_env = \"X\"\n    message = \"${self.name} ${var.x}\"\n  }",
		"sensitive failure": "slack \"x\" {\n    url_env = \"X\"\n    message = \"${self.name} ${parseint(var.x, 10)}\"\n  }",
		"sensitive times":   "interval = var.x",
		"sensitive events":  "slack \"x\" {\n    url_env = \"X\"\n    events = [var.x]\n  }",
	} {
		t.Run(name, func(t *testing.T) {
			files := directory(map[string]string{"main.pat.hcl": "organization \"octo-org\" {}\n" + inputs + "serve {\n  " + body + "\n}\n"})
			cfg, diags := hcl.Load(files, ".", hcl.Options{Inputs: hcl.Inputs{Assignments: []string{"x=" + secret}}})
			if !diags.HasErrors() {
				t.Error("nothing is reported")
			}
			checkHidden(t, both(t, cfg, diags))
		})
	}
}

// TestRefill: a server that runs for months with one configuration does not come to the limit
// of evaluation.
func TestRefill(t *testing.T) {
	src := "organization \"octo-org\" {}\n" + withMessage(`"${self.name} ${length([for a in range(1000) : [for b in range(10) : self.name]])}"`)
	cfg, diags := hcl.Load(directory(map[string]string{"main.pat.hcl": src}), ".", hcl.Options{Steps: 1_000_000})
	if diags.HasErrors() {
		t.Fatalf("%s", text(t, cfg, diags))
	}
	tell := func() bool {
		_, diags := cfg.Serve.Targets[0].Text(subject.Notice{Refusal: subject.Refusal{Name: "x"}})
		return !diags.HasErrors()
	}
	for n := range 20 {
		cfg.Refill()
		if !tell() {
			t.Fatalf("message %d came to the limit", n)
		}
	}
	for n := 0; tell(); n++ {
		if n > 100 {
			t.Fatal("evaluation has no limit")
		}
	}
	if cfg.Refill(); tell() {
		t.Error("evaluation went on after it was stopped")
	}
}
