package planning

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/git"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/input"
	"github.com/patctl/patctl/internal/plan"
	"github.com/patctl/patctl/internal/report/planreport"
	"github.com/patctl/patctl/internal/workspace"
)

// readBase reads the configuration of the working directory as it was at a
// revision, from Git's objects.
func readBase(ctx context.Context, e *cli.Env, v *cli.View, now *hcl.Configuration, revision string) (*baseline, error) {
	real, err := workspace.RealDirectory(e.Dir)
	if err != nil {
		return nil, errors.New(cli.PathReason(e.Dir, err))
	}
	top := workspace.TopDirectory(real)
	tree, commit, err := openRevision(ctx, e, top, revision)
	if err != nil {
		if other := fileAsRevision(e, revision); other != nil {
			return nil, other
		}
		v.Diagnostics(diag.Diagnostics{badRevision(revision, err)}, nil)
		return nil, cli.ErrPrinted
	}
	e.Roots = append(e.Roots, tree) // policies read files when they are judged
	rel, err := filepath.Rel(top, real)
	if err != nil {
		panic(fmt.Sprintf("%s is not below %s: %v", real, top, err))
	}
	cfg, err := loadBase(e, v, now, tree, filepath.ToSlash(rel), revision)
	if err != nil {
		return nil, err
	}
	return &baseline{
		source:    planreport.Baseline{Kind: planreport.BaselineGit, Revision: &revision, Commit: &commit},
		templates: plan.TemplatesOf(cfg), config: cfg,
	}, nil
}

func openRevision(ctx context.Context, e *cli.Env, top, revision string) (*git.Tree, string, error) {
	repository, err := git.Open(top, e.Environ)
	if err != nil {
		return nil, "", err
	}
	commit, err := repository.Resolve(ctx, revision)
	if err != nil {
		return nil, "", err
	}
	e.Log.Debug("base", "revision", revision, "commit", commit)
	tree, err := repository.Tree(ctx, commit)
	return tree, commit, err
}

// fileAsRevision says that what Git does not know is a file, or returns nil.
func fileAsRevision(e *cli.Env, name string) error {
	data, err := input.ReadFile(e.Path(name), cli.MaxData)
	switch {
	case errors.Is(err, input.ErrDirectory):
		return cli.WrongKind(e, cli.Directory, cli.GitRevision, name)
	case err != nil:
		return nil
	}
	kind := cli.KindOfFile(name, data)
	if kind.Is == "" {
		kind.Is = "a file"
	}
	return cli.WrongKind(e, kind, cli.GitRevision, name)
}

func badRevision(revision string, err error) *diag.Diagnostic {
	switch {
	case errors.Is(err, git.ErrNoGit):
		return diag.General("Git not found", "The flag --base requires the program git, which is not in the PATH.")
	case errors.Is(err, git.ErrUnknownRevision):
		return diag.General("Unknown revision", fmt.Sprintf(
			"Git has no commit named %q. In a workflow, actions/checkout may not have fetched it. To fetch the whole history, set fetch-depth: 0.", revision))
	}
	return diag.General("Cannot read the revision", fmt.Sprintf(
		"Git could not read the earlier configuration for --base: %s.", diag.Printable(err.Error())))
}

// loadBase loads what was declared at the revision: nothing, if the directory
// had no configuration.
func loadBase(e *cli.Env, v *cli.View, now *hcl.Configuration, tree fs.FS, dir, revision string) (*hcl.Configuration, error) {
	if !hasConfiguration(tree, dir) {
		v.Note("The directory had no configuration at %s, so the earlier state is empty.", diag.Printable(revision))
		return &hcl.Configuration{Host: now.Host, Catalog: now.Catalog}, nil
	}
	files, diags := workspace.ReadVarFiles(e)
	// An older configuration may have asked for another version of patctl.
	cfg, loaded := hcl.Load(tree, dir, hcl.Options{Inputs: hcl.Inputs{Environ: e.Environ, Files: files, Assignments: e.Global.Vars, Saved: e.Saved}})
	for _, d := range loaded {
		// A variable that the change declares has its value already.
		if diag.IsError(d) && diag.CodeOf(d) != "undeclared-variable" {
			diags = append(diags, d)
		}
	}
	if len(diags) > 0 {
		v.Note("The plan cannot use the configuration at %s:", diag.Printable(revision))
		v.Diagnostics(atRevision(diags, cfg.Sources, revision))
		return nil, cli.ErrPrinted
	}
	return cfg, nil
}

// hasConfiguration reports whether a directory is there and has files of a
// configuration. One that cannot be read is left to those who load it.
func hasConfiguration(tree fs.FS, dir string) bool {
	entries, err := fs.ReadDir(tree, dir)
	if err != nil {
		return !errors.Is(err, fs.ErrNotExist)
	}
	return slices.ContainsFunc(entries, func(entry fs.DirEntry) bool {
		name := entry.Name()
		return !entry.IsDir() && !strings.HasPrefix(name, ".") &&
			(strings.HasSuffix(name, hcl.NativeSuffix) || strings.HasSuffix(name, hcl.JSONSuffix))
	})
}

// atRevision names files as Git does, so that nobody looks for the mistake in
// those of the working tree.
func atRevision(diags diag.Diagnostics, sources map[string][]byte, revision string) (diag.Diagnostics, map[string][]byte) {
	renamed := make(map[string][]byte, len(sources))
	for name, src := range sources {
		renamed[revision+":"+name] = src
	}
	out := make(diag.Diagnostics, 0, len(diags))
	for _, d := range diags {
		d := *d
		for _, at := range []**diag.Range{&d.Subject, &d.Context} {
			if *at != nil {
				moved := **at
				moved.Filename = revision + ":" + moved.Filename
				*at = &moved
			}
		}
		out = append(out, &d)
	}
	return out, renamed
}
