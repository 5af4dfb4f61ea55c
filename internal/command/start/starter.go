package start

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/lazyregexp"
	"github.com/patctl/patctl/internal/testcase"
	"github.com/patctl/patctl/internal/workspace"
)

// The files that init writes, each below its own directory.
const (
	starterName  = "main.pat.hcl"
	ignoreName   = ".gitignore"
	workflowName = ".github/workflows/patctl.yml"
	testsName    = testcase.Dir + "/main" + testcase.Suffix
)

// starter writes only inside the repository. A symbolic link that leads out of
// it is an error.
type starter struct {
	root         *os.Root
	organization string
	chosen       bool   // the user named the organization
	configured   bool   // this run wrote the configuration
	repository   bool   // the directory is in one
	dir          string // of the configuration, below root, with slashes
	shown        string // dir, as the user named it
	workflowText string
}

// newStarter makes the directory and opens the top of the repository around it.
func newStarter(e *cli.Env, dir, organization string) (*starter, error) {
	s := &starter{organization: organization, shown: diag.Printable(filepath.ToSlash(filepath.Clean(dir)))}
	full := e.Path(dir)
	if err := os.MkdirAll(full, 0o755); err != nil {
		return nil, fmt.Errorf("create the directory %s: %w", s.shown, cli.Cause(err))
	}
	full, err := filepath.EvalSymlinks(full)
	if err != nil {
		return nil, fmt.Errorf("find the directory %s: %w", s.shown, cli.Cause(err))
	}
	return s, s.Open(e, full)
}

// Open opens the top of the repository around the directory full.
func (s *starter) Open(e *cli.Env, full string) error {
	top := workspace.TopDirectory(full)
	rel, err := filepath.Rel(top, full)
	if err != nil {
		return fmt.Errorf("find the directory %s in its repository: %w", s.shown, err)
	}
	s.dir = filepath.ToSlash(rel)
	_, err = os.Lstat(filepath.Join(top, ".git"))
	s.repository = err == nil
	// Before anything is written, since it may fail.
	if s.workflowText, err = workflowFor(s.dir); err != nil {
		return fmt.Errorf("write a workflow for %s: %w", s.shown, err)
	}
	if s.root, err = os.OpenRoot(top); err != nil {
		return fmt.Errorf("open the top of the repository: %w", cli.Cause(err))
	}
	e.Roots = append(e.Roots, s.root)
	return nil
}

// config writes the starter configuration, unless there is a configuration.
func (s *starter) config(v *cli.View) error {
	entries, err := fs.ReadDir(s.root.FS(), s.dir)
	if err != nil {
		return fmt.Errorf("read the directory %s: %w", s.shown, cli.Cause(err))
	}
	for _, entry := range entries {
		name := entry.Name()
		if strings.HasSuffix(name, hcl.NativeSuffix) || strings.HasSuffix(name, hcl.JSONSuffix) {
			sayKept(v, path.Join(s.shown, name), s.whyKept())
			return nil
		}
	}
	text := strings.ReplaceAll(string(starterConfig), starterOrganization, s.organization)
	written, err := s.write(path.Join(s.dir, starterName), path.Join(s.shown, starterName), []byte(text))
	if written {
		s.configured = true
		sayWrote(v, path.Join(s.shown, starterName))
	}
	return err
}

// tests writes test cases for the starter configuration. They would fail with any other.
func (s *starter) tests(v *cli.View) error {
	name, shown := path.Join(s.dir, testsName), path.Join(s.shown, testsName)
	if _, err := s.root.Lstat(name); err == nil {
		sayKept(v, shown, "it already exists")
		return nil
	}
	if !s.configured {
		return nil
	}
	if err := s.root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return fmt.Errorf("create %s: %w", path.Dir(shown), rootCause(err))
	}
	text := strings.ReplaceAll(string(starterTests), starterOrganization, s.organization)
	written, err := s.write(name, shown, []byte(text))
	if written {
		sayWrote(v, shown)
	}
	return err
}

// whyKept says why the configuration is as it was.
func (s *starter) whyKept() string {
	if s.chosen {
		return "the directory already has a configuration. The flag --organization has no effect on it"
	}
	return "the directory already has a configuration"
}

// placeholder returns the login to replace in a configuration that this run
// wrote for no organization in particular.
func (s *starter) placeholder() string {
	if s.configured && !s.chosen {
		return s.organization
	}
	return ""
}

// ignore adds files that must not be committed to .gitignore.
func (s *starter) ignore(v *cli.View) error {
	shown := path.Join(s.shown, ignoreName)
	written, err := s.write(path.Join(s.dir, ignoreName), shown, starterIgnore)
	switch {
	case err != nil:
		return err
	case written:
		sayWrote(v, shown)
	case len(s.notIgnored()) == 0:
		sayKept(v, shown, "it already exists")
	default:
		sayKept(v, shown, "it already exists. Make sure that it lists "+strings.Join(s.notIgnored(), ", "))
	}
	return nil
}

// notIgnored returns the lines of the .gitignore that init writes that the one of
// the directory does not have.
func (s *starter) notIgnored() []string {
	present, _ := fs.ReadFile(s.root.FS(), path.Join(s.dir, ignoreName)) // none: every line is missing
	lines := strings.Fields(string(present))
	var missing []string
	for line := range strings.Lines(string(starterIgnore)) {
		pattern := strings.TrimSpace(line)
		if pattern != "" && !strings.HasPrefix(pattern, "#") && !slices.Contains(lines, pattern) {
			missing = append(missing, pattern)
		}
	}
	return missing
}

// workflow writes the workflow to the top of the repository. Anywhere else
// GitHub would not find it.
func (s *starter) workflow(v *cli.View) error {
	if !s.repository {
		v.Printf("Wrote no workflow: the directory is not in a Git repository. Once it is, run the command again.\n")
		return nil
	}
	shown := path.Join(s.shown, workflowName)
	if s.dir != "." {
		shown = workflowName + " at the top of the repository"
	}
	if err := s.root.MkdirAll(path.Dir(workflowName), 0o755); err != nil {
		return fmt.Errorf("create %s: %w", path.Dir(workflowName), rootCause(err))
	}
	written, err := s.write(workflowName, shown, []byte(s.workflowText))
	switch {
	case err != nil:
		return err
	case written:
		sayWrote(v, shown)
	case s.dir == "." || s.isOurs():
		sayKept(v, shown, "it already exists")
	default:
		sayKept(v, shown, "it already exists. Make sure that it checks "+s.dir)
	}
	return nil
}

// isOurs reports whether the workflow is the one that init writes for the directory.
func (s *starter) isOurs() bool {
	present, err := fs.ReadFile(s.root.FS(), workflowName)
	return err == nil && string(present) == s.workflowText
}

// write writes a file, unless the path exists, even as a broken symbolic link.
// It removes a file that it could not write completely.
func (s *starter) write(name, shown string, data []byte) (written bool, err error) {
	var f *os.File
	finished, err := cli.Unfinished.Begin(func() (remove func(), err error) {
		f, err = s.root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
		return func() { _ = s.root.Remove(name) }, err
	})
	if errors.Is(err, fs.ErrExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("write %s: %w", shown, rootCause(err))
	}
	defer finished()
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		_ = s.root.Remove(name)
		return false, fmt.Errorf("write %s: %w", shown, cli.Cause(err))
	}
	return true, nil
}

// rootCause is cause, in words for what os.Root refuses.
func rootCause(err error) error {
	err = cli.Cause(err)
	if err.Error() == "path escapes from parent" { // os exports no value for it
		return errors.New("a symbolic link leads out of the repository, and nothing is written there")
	}
	return err
}

// The lines of the starter workflow that depend on the directory.
const (
	workflowDir  = `working-directory: "."`
	workflowPath = `- "**.pat.hcl"`
)

// workflowFor returns the workflow for a configuration in dir, below the top
// of the repository. What file() reads in there counts as part of it.
func workflowFor(dir string) (string, error) {
	if dir == "." {
		return starterWorkflow, nil
	}
	if strings.Contains(dir, "${{") {
		return "", errors.New("GitHub would take the name of the directory for an expression, because it holds ${{")
	}
	text := strings.ReplaceAll(starterWorkflow, workflowDir, "working-directory: "+quoted(dir))
	pattern := globSpecial.ReplaceAllString(dir, `\$0`) + "/**"
	return strings.Replace(text, workflowPath, "- "+quoted(pattern)+"\n      "+workflowPath, 1), nil
}

// globSpecial are the characters that mean something in a filter of paths.
//
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet
var globSpecial = lazyregexp.New(`[*?+\[\]!\\]`)

// quoted writes a string for YAML, which takes those of JSON.
func quoted(s string) string {
	text, err := json.Marshal(s)
	if err != nil {
		panic(fmt.Sprintf("write a string as JSON: %v", err))
	}
	return string(text)
}
