package hcl_test

import (
	"path/filepath"
	"testing"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/hcl/subject"
	"github.com/patctl/patctl/internal/mutate"
)

// FuzzLoad: whatever the files hold, loading and printing end, and every
// diagnostic says where.
func FuzzLoad(f *testing.F) {
	for _, dir := range []string{"ok", "err"} {
		for _, path := range fixtures(f, dir) {
			for name, file := range readFixture(f, path).files {
				if filepath.Ext(name) == ".json" {
					mutate.Add(f, []byte(nil), file.Data, []byte(nil))
				} else {
					mutate.Add(f, file.Data, []byte(nil), []byte(`{"x": 1}`))
				}
			}
		}
	}
	mutate.Add(f, []byte(`variable "x" { sensitive = true }`), []byte(`{"locals": {"y": "${var.x}"}}`), []byte(`x = ["a", {b = 1}]`))
	f.Fuzz(func(t *testing.T, native, json, values []byte) {
		files := directory(map[string]string{
			"main.pat.hcl": string(native), "main.pat.json": string(json), "patctl.patvars": string(values),
			"text": "a ${x}", "m/main.pat.hcl": "variable \"x\" {}\ntemplate \"t\" {\n  name = var.x\n}\n",
		})
		cfg, diags := hcl.Load(files, ".", hcl.Options{Version: "0.3.0"})
		for _, p := range cfg.Policies {
			violation, more := p.Judge(judgedSubject())
			if violation != nil {
				d := diag.Error(violation.CheckedBy, "policy", "Policy", violation.Message)
				violation.Explain(d)
				more = append(more, d)
			}
			diags = append(diags, more...)
		}
		diags = append(diags, tell(t, cfg)...)
		for _, d := range diags {
			if d.Subject == nil {
				t.Errorf("no place: %s", d)
			}
		}
		_ = both(t, cfg, diags)
		for _, template := range cfg.Templates {
			if template.Address == "" {
				t.Error("a template has no address")
			}
		}
	})
}

// tell evaluates the messages of targets.
func tell(t *testing.T, cfg *hcl.Configuration) diag.Diagnostics {
	if cfg.Serve == nil {
		return nil
	}
	if s := cfg.Serve; s.Interval < hcl.MinInterval || s.Interval > hcl.MaxInterval || s.MaxAge < s.Interval {
		t.Errorf("interval %s, max_age %s", s.Interval, s.MaxAge)
	}
	var diags diag.Diagnostics
	for _, target := range cfg.Serve.Targets {
		if target.HasMessage() {
			text, more := target.Text(subject.Notice{Event: "failed"})
			if text == "" && !more.HasErrors() {
				t.Error("a message has neither a text nor an error")
			}
			diags = append(diags, more...)
		}
	}
	return diags
}
