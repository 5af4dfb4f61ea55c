package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
)

// ErrNoGit is returned where there is no git program.
var ErrNoGit = errors.New("the program git was not found: install it, or add it to PATH")

// ErrUnknownRevision is returned for a revision that names no commit of the
// repository.
var ErrUnknownRevision = errors.New("there is no such commit")

// Repository is a Git repository on this machine.
type Repository struct {
	program string
	dir     string
	environ []string
}

// Open returns the repository whose working tree has its top at dir, or for List
// above it. Variables of environ (NAME=value) that would lead git to another
// repository are left out. Whether dir is in a repository is known when it is asked.
func Open(dir string, environ []string) (*Repository, error) {
	program, err := exec.LookPath("git")
	if err != nil {
		return nil, ErrNoGit
	}
	return &Repository{program, dir, safeEnviron(environ)}, nil
}

// elsewhere are the variables by which git takes another repository than the
// one in which it is run, or another program than its own. Hooks have some set.
var elsewhere = []string{
	"GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_NAMESPACE", "GIT_PREFIX",
	"GIT_SSH", "GIT_SSH_COMMAND", "GIT_PROXY_COMMAND", "GIT_ASKPASS", "SSH_ASKPASS", "GIT_PAGER", "GIT_EDITOR", "GIT_EXTERNAL_DIFF",
	"GIT_ALLOW_PROTOCOL", "GIT_NO_LAZY_FETCH", "GIT_CONFIG_PARAMETERS",
}

func safeEnviron(environ []string) []string {
	kept := slices.DeleteFunc(slices.Clone(environ), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		// What tracing prints would be taken for an error.
		return slices.Contains(elsewhere, name) || strings.HasPrefix(name, "GIT_TRACE")
	})
	return append(kept, "LC_ALL=C", "GIT_NO_REPLACE_OBJECTS=1", "GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0",
		// A partial clone fetches what it lacks, by the programs that its configuration
		// names. The second stops a git that is too old to know the first: a list of
		// protocols in the environment is stronger than every configuration.
		"GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none")
}

// harmless are settings that win over those of the repository, which may come
// from a stranger, and by which git runs other programs.
//
// https://git-scm.com/docs/git-config
var harmless = []string{
	"--no-pager", "-c", "protocol.allow=never", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.sshCommand=false",
	"-c", "core.gitProxy=", "-c", "core.askPass=", "-c", "core.pager=cat", "-c", "credential.helper=", "-c", "core.alternateRefsCommand=false",
	"-c", "gc.auto=0", "-c", "maintenance.auto=false",
}

// Resolve returns the object name of the commit that a revision represents, as
// git rev-parse understands it: a branch, a tag, HEAD~1, a commit. The error is
// ErrUnknownRevision where there is none, else what git says.
func (r *Repository) Resolve(ctx context.Context, revision string) (string, error) {
	// No name of a branch or tag begins so, and an old git could take it for an option.
	if revision == "" || strings.HasPrefix(revision, "-") || strings.ContainsAny(revision, "\x00\n\r") {
		return "", ErrUnknownRevision
	}
	out, _, err := r.output(ctx, "rev-parse", "--quiet", "--verify", "--end-of-options", revision+"^{commit}")
	if errors.Is(err, errNo) {
		return "", ErrUnknownRevision
	}
	if err != nil {
		return "", err
	}
	name := strings.TrimSpace(out)
	if !isObjectName(name) {
		return "", fmt.Errorf("git rev-parse answers %q, which names no commit", name)
	}
	return name, nil
}

// errNo is returned where git says no by its exit code alone.
var errNo = errors.New("git says no")

// output returns what git prints, and its warnings.
func (r *Repository) output(ctx context.Context, args ...string) (out, warnings string, err error) {
	var stdout, stderr bytes.Buffer
	cmd := r.command(ctx, args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err = cmd.Run()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return stdout.String(), stderr.String(), nil
	case ctx.Err() != nil:
		return "", "", ctx.Err()
	case errors.As(err, &exit) && stderr.Len() == 0:
		return "", "", errNo
	case errors.As(err, &exit):
		return "", "", errors.New(firstLine(stderr.String()))
	}
	return "", "", fmt.Errorf("run git: %w", err)
}

func (r *Repository) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, r.program, slices.Concat(harmless, args)...)
	cmd.Dir, cmd.Env = r.dir, r.environ
	return cmd
}

// firstLine returns the first line of what git says, without the word that
// begins it: of the one that ended it, if there were warnings before.
func firstLine(text string) string {
	for line := range strings.Lines(text) {
		if fatal, found := strings.CutPrefix(line, "fatal: "); found {
			return strings.TrimSpace(fatal)
		}
	}
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return strings.TrimPrefix(line, "error: ")
}

func isObjectName(s string) bool {
	if len(s) != 40 && len(s) != 64 { // SHA-1, SHA-256
		return false
	}
	return strings.Trim(s, "0123456789abcdef") == ""
}
