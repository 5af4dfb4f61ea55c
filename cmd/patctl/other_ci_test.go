package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// otherCI is the page whose pipelines the tests run.
const otherCI = "docs/other-ci.md"

// rawFiles is where the pipelines get install.sh from.
const rawFiles = "https://raw.githubusercontent.com/patctl/patctl/"

// TestGitLab does what the jobs of the page do, on a branch that widens a
// template, with a release from this machine.
func TestGitLab(t *testing.T) {
	var pipeline map[string]gitlabJob
	if err := yaml.Unmarshal([]byte(blockAfter(t, "## GitLab CI")), &pipeline); err != nil {
		t.Fatal(err)
	}
	before := pipeline[".patctl"].Before
	for _, test := range []struct {
		job, wrote string
		code       int
	}{
		{"token-validate", "validate.xml", 0},
		{"token-validate", "validate.json", 0},
		{"token-plan", "plan.md", 0},
		{"token-audit", "audit.json", 2},
		{"token-audit", "audit.xml", 2},
	} {
		t.Run(test.job+" "+test.wrote, func(t *testing.T) {
			p := newPipeline(t, pipeline[".patctl"].Variables["PATCTL_INSTALL_DIR"])
			p.runs(append(before, pipeline[test.job].Script...), test.code)
			p.wrote(test.wrote)
			if !strings.Contains(fmt.Sprint(pipeline[test.job].Artifacts), test.wrote) {
				t.Errorf("the job does not keep %s", test.wrote)
			}
		})
	}
}

type gitlabJob struct {
	Variables map[string]string `yaml:"variables"`
	Before    []string          `yaml:"before_script"`
	Script    []string          `yaml:"script"`
	Artifacts any               `yaml:"artifacts"`
}

// TestJenkins does what the steps of the Jenkinsfile do.
func TestJenkins(t *testing.T) {
	var steps []string
	for _, match := range regexp.MustCompile(`(?m)^ *sh '([^']*)'$`).FindAllStringSubmatch(blockAfter(t, "## Jenkins"), -1) {
		steps = append(steps, match[1])
	}
	if len(steps) < 5 {
		t.Fatalf("only the steps %q", steps)
	}
	p := newPipeline(t, "$CI_PROJECT_DIR/bin of mona")
	p.environ = append(p.environ, "PATH="+p.installs+string(os.PathListSeparator)+os.Getenv("PATH"))
	p.runs(steps, 2) // the audit comes last
	for _, file := range []string{"validate.xml", "validate.sarif", "audit.xml", "audit.sarif", "audit.json"} {
		p.wrote(file)
	}
}

// TestPreCommitHooks does what pre-commit does with the hooks: it runs the entry,
// with the files that the pattern selects, at the top of the repository.
func TestPreCommitHooks(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the hooks are run with a POSIX shell here")
	}
	var hooks []struct {
		ID, Name, Description, Entry, Language, Files string
		Types                                         []string
		PassFilenames                                 *bool `yaml:"pass_filenames"`
	}
	if err := yaml.Unmarshal([]byte(readDocument(t, ".pre-commit-hooks.yaml")), &hooks); err != nil {
		t.Fatal(err)
	}
	shown := blockAfter(t, "## pre-commit")
	for _, hook := range hooks {
		if hook.Name == "" || hook.Description == "" || hook.Language != "golang" || !strings.Contains(shown, "- id: "+hook.ID+"\n") {
			t.Errorf("the hook %+v lacks something, or is not on the page", hook)
		}
		d := newDocument(t)
		d.clone(d.dir)
		d.dir = filepath.Join(d.dir, "examples", "octo-org")
		command := hook.Entry
		if hook.PassFilenames == nil || *hook.PassFilenames {
			for _, file := range []string{"locals.pat.hcl", "teams.pat.hcl"} {
				if hook.Files != "" && !regexp.MustCompile(hook.Files).MatchString(file) {
					t.Errorf("%s is not for %s", hook.ID, file)
				}
				command += " " + file
			}
		}
		if out, code := d.shell(command, 0); code != 0 {
			t.Errorf("%s: exit code %d\n%s", command, code, out)
		}
	}
}

// TestPreCommit runs the hooks with pre-commit itself, which PATCTL_TEST_PRE_COMMIT
// names. It builds patctl, and takes minutes.
func TestPreCommit(t *testing.T) {
	program := os.Getenv("PATCTL_TEST_PRE_COMMIT")
	if program == "" {
		t.Skip("PATCTL_TEST_PRE_COMMIT is not set")
	}
	top, err := filepath.Abs(moduleRoot)
	if err != nil {
		t.Fatal(err)
	}
	p := newPipeline(t, "bin")
	config := strings.ReplaceAll(blockAfter(t, "## pre-commit"), "https://github.com/patctl/patctl", top)
	config = strings.ReplaceAll(config, "v0.1.0", strings.TrimSpace(p.git(top, "rev-parse", "HEAD")))
	p.write(".pre-commit-config.yaml", config)
	p.git(p.dir, "add", ".")
	cmd := exec.Command(program, "run", "--all-files", "--color=never")
	cmd.Dir = p.dir
	out, err := cmd.CombinedOutput()
	if err != nil || strings.Count(string(out), "Passed") != 3 {
		t.Errorf("%v\n%s", err, out)
	}
}

// blockAfter returns the first block of the page after a heading.
func blockAfter(t *testing.T, heading string) string {
	t.Helper()
	_, rest, ok := strings.Cut(readDocument(t, otherCI), "\n"+heading+"\n")
	block := codeBlock.FindStringSubmatch(rest)
	if !ok || block == nil {
		t.Fatalf("%s has no block after %q", otherCI, heading)
	}
	return block[3]
}

// pipeline is a checkout in a system of continuous integration.
type pipeline struct {
	*document
	release  string // address of install.sh
	installs string // directory of programs
}

// newPipeline checks out a branch with a change of the example, and serves a
// release whose program is the patctl of the tests. Programs go to installDir.
func newPipeline(t *testing.T, installDir string) *pipeline {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the pipelines are for a POSIX shell")
	}
	p := &pipeline{document: newDocument(t)}
	p.clone(p.dir)
	p.dir = filepath.Join(p.dir, "examples", "octo-org")
	p.installs = strings.ReplaceAll(installDir, "$CI_PROJECT_DIR", p.dir)
	p.git(p.dir, "init", "-q", ".")
	p.commit("first")
	base := strings.TrimSpace(p.git(p.dir, "rev-parse", "HEAD"))
	p.write("wider.pat.hcl", "template \"wider\" {\n  name         = \"wider\"\n  target_name  = \"octo-org\"\n  expires_in   = 30\n  permissions  = { contents = \"read\" }\n  repositories = \"selected\"\n}\n")
	p.commit("second")
	api, credentials, _ := exampleGitHub(t)
	p.environ = append(append(p.environ, api...), credentials...)
	p.environ = append(p.environ, "PATCTL_VERSION="+installedVersion, "PATCTL_INSTALL_DIR="+p.installs,
		"PATCTL_DOWNLOAD_URL="+p.serves(), "CI_MERGE_REQUEST_DIFF_BASE_SHA="+base, "GH_TOKEN=")
	return p
}

// serves serves install.sh, and an archive that it installs.
func (p *pipeline) serves() string {
	program, err := exec.LookPath("patctl")
	if err != nil {
		p.Fatal(err)
	}
	archive := archived(fmt.Sprintf("#!/bin/sh\nexec %q \"$@\"\n", program))
	script := readDocument(p.T, "install.sh")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, found := strings.CutPrefix(r.URL.Path, "/v"+installedVersion+"/")
		switch {
		case found && name == "install.sh":
			fmt.Fprint(w, script)
		case found && name == "checksums.txt":
			fmt.Fprint(w, checksumsOf(archive))
		case found && strings.HasSuffix(name, ".tar.gz"):
			_, _ = w.Write(archive)
		default:
			http.NotFound(w, r)
		}
	}))
	p.Cleanup(server.Close)
	p.release = server.URL + "/"
	return server.URL
}

func (p *pipeline) git(dir string, args ...string) string {
	p.Helper()
	cmd := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=mona", "-c", "user.email=mona@example.com"}, args...)...)
	cmd.Env = p.environ
	out, err := cmd.Output()
	if err != nil {
		p.Fatalf("git %q: %v", args, err)
	}
	return string(out)
}

func (p *pipeline) commit(message string) {
	p.Helper()
	p.git(p.dir, "add", ".")
	p.git(p.dir, "commit", "-q", "-m", message)
}

// runs runs the lines as such a system does: until one fails. The last one ends
// with a code, the others with 0.
func (p *pipeline) runs(lines []string, last int) {
	p.Helper()
	for i, line := range lines {
		want := 0
		if i == len(lines)-1 {
			want = last
		}
		if !strings.Contains(line, "http") == strings.Contains(line, "curl") {
			p.Errorf("%s: from where?", line)
		}
		out, code := p.shell(strings.ReplaceAll(line, rawFiles, p.release), 0)
		if code != want {
			p.Fatalf("%s: exit code %d, want %d\n%s", line, code, want, out)
		}
	}
	if said, _ := p.shell("command -v patctl", 0); !strings.HasPrefix(said, p.installs) {
		p.Errorf("the installed patctl was not used: %s", said)
	}
}

// wrote makes sure that a file is there, and is what its name says.
func (p *pipeline) wrote(name string) {
	p.Helper()
	data, err := os.ReadFile(filepath.Join(p.dir, name))
	if err != nil || len(data) == 0 {
		p.Errorf("%s: %d bytes, %v", name, len(data), err)
		return
	}
	switch filepath.Ext(name) {
	case ".json", ".sarif":
		if !json.Valid(data) {
			p.Errorf("%s is not JSON", name)
		}
	case ".xml":
		if !strings.Contains(string(data), "<testsuites ") {
			p.Errorf("%s is not JUnit: %s", name, strconv.Quote(string(data[:min(len(data), 200)])))
		}
	}
}
