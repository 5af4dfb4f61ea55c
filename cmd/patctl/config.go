package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/patctl/patctl/internal/check"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/input"
	"github.com/patctl/patctl/internal/worktree"
)

// maxVarFile is the size in bytes from which a file of values is refused.
const maxVarFile = 16 << 20

// loadConfig reads the configuration of the working directory and prints what
// is wrong with it. After an error it returns errPrinted: what a faulty
// configuration says must not be acted upon.
func loadConfig(e *env, v *view) (*hcl.Configuration, error) {
	cfg, diags := readConfig(e)
	v.diagnostics(diags, cfg.Sources)
	if diags.HasErrors() {
		return nil, errPrinted
	}
	return cfg, nil
}

// readConfig reads and checks the configuration of the working directory. The
// configuration is never nil; the diagnostics are sorted.
func readConfig(e *env) (*hcl.Configuration, diag.Diagnostics) {
	root, dir, err := openTop(e)
	if err != nil {
		return &hcl.Configuration{}, diag.Diagnostics{diag.General("Cannot read the configuration", err.Error())}
	}
	cfg, diags := readConfigIn(e, notedFS{root.FS(), root.Name(), &e.inputs}, root.Name(), dir)
	for _, d := range diags {
		if diag.CodeOf(d) == noConfiguration && len(cfg.Sources) == 0 {
			d.Detail = noFiles(e)
		}
	}
	return cfg, diags
}

// noConfiguration is the code of the error of a directory without configuration files.
const noConfiguration = "no-configuration-files"

// noFiles says that a directory has no configuration files. People who are in
// the wrong directory do not want another configuration there.
func noFiles(e *env) string {
	detail := fmt.Sprintf("The directory %s has no files whose names end in %s or %s.", diag.Printable(e.dir), hcl.NativeSuffix, hcl.JSONSuffix)
	below := configurationsBelow(e.dir)
	if len(below) == 0 {
		return detail + " To write a first one, run:\n\n  patctl init"
	}
	detail += " These directories below it have some. Add the flag for one of them:\n"
	for _, name := range below {
		detail += "\n  --chdir " + shellWord(filepath.ToSlash(filepath.Join(e.global.chdir, name)))
	}
	return detail
}

// readConfigIn is readConfig for a directory of a file system, which is that of
// the directory top.
func readConfigIn(e *env, fsys fs.FS, top, dir string) (*hcl.Configuration, diag.Diagnostics) {
	files, diags := readVarFiles(e)
	cfg, loaded := hcl.Load(fsys, dir, hcl.Options{
		Version: buildVersion(),
		Inputs:  hcl.Inputs{Environ: e.environ, Files: files, Assignments: e.global.vars, Saved: e.saved},
		Ignores: worktree.NewListing(top, e.environ).Ignores,
	})
	checked := check.Run(cfg, e.now())
	diag.Hide(checked, cfg.Secrets)
	diags = slices.Concat(diags, loaded, checked)
	diag.Sort(diags)
	return cfg, diags
}

// openTop opens the directory that a configuration cannot read beyond, and
// returns with it the path in it of the working directory. It stays open to
// the end of the run: policies read files when they are judged.
func openTop(e *env) (root *os.Root, dir string, err error) {
	real, err := realDirectory(e.dir)
	if err != nil {
		return nil, "", errors.New(pathReason(e.dir, err))
	}
	top := topDirectory(real)
	rel, err := filepath.Rel(top, real)
	if err != nil {
		panic(fmt.Sprintf("%s is not below %s: %v", real, top, err))
	}
	root, err = os.OpenRoot(top)
	if err != nil {
		return nil, "", errors.New(pathReason(top, err))
	}
	e.roots = append(e.roots, root)
	e.log.Debug("load", "top", top, "directory", rel)
	return root, filepath.ToSlash(rel), nil
}

// realDirectory returns the path of dir without symbolic links: what counts as
// outside of the repository is decided by where the files are.
func realDirectory(dir string) (string, error) {
	real, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return "", err
	}
	f, err := os.Open(real)
	if err != nil {
		return "", err
	}
	return real, f.Close()
}

// pathReason says in a sentence why the file or directory that the user calls
// name cannot be used.
func pathReason(name string, err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Sprintf("%s does not exist.", name)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Sprintf("You have no permission to read %s.", name)
	}
	var failed *fs.PathError
	if errors.As(err, &failed) {
		err = failed.Err
	}
	return fmt.Sprintf("%s cannot be read: %v.", name, err)
}

// topDirectory returns the nearest directory at or above dir that holds .git,
// or dir itself outside of a repository. Functions such as file() do not leave it.
func topDirectory(dir string) string {
	for d := dir; ; d = filepath.Dir(d) {
		if _, err := os.Lstat(filepath.Join(d, ".git")); err == nil {
			return d
		}
		if d == filepath.Dir(d) {
			return dir
		}
	}
}

func readVarFiles(e *env) ([]hcl.InputFile, diag.Diagnostics) {
	var (
		files []hcl.InputFile
		diags diag.Diagnostics
	)
	for _, name := range e.global.varFiles {
		e.inputs.add(e.path(name))
		data, err := readVarFile(e.path(name))
		if err != nil {
			diags = append(diags, diag.General("Cannot read a file of values",
				"The file of --var-file cannot be used. "+pathReason(name, err)))
			continue
		}
		files = append(files, hcl.InputFile{Name: name, Data: data})
	}
	return files, diags
}

func readVarFile(path string) ([]byte, error) {
	return input.ReadFile(path, maxVarFile)
}
