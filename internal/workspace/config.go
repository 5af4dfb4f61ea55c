package workspace

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/check"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/input"
	"github.com/patctl/patctl/internal/overlay"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/worktree"
)

// maxVarFile is the size in bytes from which a file of values is refused.
const maxVarFile = 16 << 20

// LoadConfig reads the configuration of the working directory and prints what
// is wrong with it. After an error it returns errPrinted: what a faulty
// configuration says must not be acted upon.
func LoadConfig(e *cli.Env, v *cli.View) (*hcl.Configuration, error) {
	cfg, diags := ReadConfig(e)
	v.Diagnostics(diags, cfg.Sources)
	if diags.HasErrors() {
		return nil, cli.ErrPrinted
	}
	return cfg, nil
}

// ReadConfig reads and checks the configuration of the working directory. The
// configuration is never nil; the diagnostics are sorted.
func ReadConfig(e *cli.Env) (*hcl.Configuration, diag.Diagnostics) {
	root, dir, err := OpenTop(e)
	if err != nil {
		return &hcl.Configuration{}, diag.Diagnostics{diag.General("Cannot read the configuration", err.Error())}
	}
	cfg, diags := ReadConfigIn(e, cli.NotedFS{FS: root.FS(), Dir: root.Name(), Files: &e.Inputs}, root.Name(), dir)
	explainNoFiles(e, cfg, diags)
	return cfg, diags
}

func explainNoFiles(e *cli.Env, cfg *hcl.Configuration, diags diag.Diagnostics) {
	for _, d := range diags {
		if diag.CodeOf(d) == noConfiguration && len(cfg.Sources) == 0 {
			d.Detail = noFiles(e)
		}
	}
}

// ReadEvaluable reads the configuration of the working directory for the evaluation of
// expressions, without checks of its templates. Without configuration files, it is empty.
func ReadEvaluable(e *cli.Env) (*hcl.Configuration, diag.Diagnostics) {
	root, dir, err := OpenTop(e)
	if err != nil {
		return &hcl.Configuration{}, diag.Diagnostics{diag.General("Cannot read the configuration", err.Error())}
	}
	files, diags := ReadVarFiles(e)
	opts := loadOptions(e, root.Name(), files)
	opts.Evaluate = true
	cfg, loaded := hcl.Load(cli.NotedFS{FS: root.FS(), Dir: root.Name(), Files: &e.Inputs}, dir, opts)
	loaded = slices.DeleteFunc(loaded, func(d *diag.Diagnostic) bool { return diag.CodeOf(d) == noConfiguration && len(cfg.Sources) == 0 })
	return cfg, slices.Concat(diags, loaded)
}

// noConfiguration is the code of the error of a directory without configuration files.
const noConfiguration = "no-configuration-files"

// noFiles says that a directory has no configuration files. People who are in
// the wrong directory do not want another configuration there.
func noFiles(e *cli.Env) string {
	detail := fmt.Sprintf("The directory %s has no files whose names end with %s or %s.", diag.Printable(e.Dir), hcl.NativeSuffix, hcl.JSONSuffix)
	below := cli.ConfigurationsBelow(e.Dir)
	if len(below) == 0 {
		return detail + " To create a configuration, run:\n\n  patctl init"
	}
	detail += " To use one of these directories below it, add the flag:\n"
	for _, name := range below {
		detail += "\n  --chdir " + cli.ShellWord(filepath.ToSlash(filepath.Join(e.Global.Chdir, name)))
	}
	return detail
}

// ReadConfigIn is readConfig for a directory of a file system, which is that of
// the directory top.
func ReadConfigIn(e *cli.Env, fsys fs.FS, top, dir string) (*hcl.Configuration, diag.Diagnostics) {
	files, diags := ReadVarFiles(e)
	return loadAndCheck(e, fsys, dir, loadOptions(e, top, files), diags)
}

// loadAndCheck adds what is wrong with a configuration to diags.
func loadAndCheck(e *cli.Env, fsys fs.FS, dir string, opts hcl.Options, diags diag.Diagnostics) (*hcl.Configuration, diag.Diagnostics) {
	cfg, loaded := hcl.Load(fsys, dir, opts)
	checked := check.Run(cfg, e.Now())
	diag.Hide(checked, cfg.Secrets)
	diags = diag.WithoutConsequences(slices.Concat(diags, loaded, checked))
	diag.Sort(diags)
	return cfg, diag.Limit(diags)
}

func loadOptions(e *cli.Env, top string, files []hcl.InputFile) hcl.Options {
	return hcl.Options{
		Version: cli.BuildVersion(),
		Inputs:  hcl.Inputs{Environ: e.Environ, Files: files, Assignments: e.Global.Vars, Saved: e.Saved},
		Ignores: worktree.NewListing(top, e.Environ).Ignores,
	}
}

// OpenTop opens the directory that a configuration cannot read beyond, and
// returns with it the path in it of the working directory. It stays open to
// the end of the run: policies read files when they are judged.
func OpenTop(e *cli.Env) (root *os.Root, dir string, err error) {
	real, err := RealDirectory(e.Dir)
	if err != nil {
		return nil, "", errors.New(cli.PathReason(e.Dir, err))
	}
	top := TopDirectory(real)
	rel, err := filepath.Rel(top, real)
	if err != nil {
		panic(fmt.Sprintf("%s is not below %s: %v", real, top, err))
	}
	root, err = os.OpenRoot(top)
	if err != nil {
		return nil, "", errors.New(cli.PathReason(top, err))
	}
	e.Roots = append(e.Roots, root)
	e.Log.Debug("load", "top", top, "directory", rel)
	return root, filepath.ToSlash(rel), nil
}

// RealDirectory returns the path of dir without symbolic links: what counts as
// outside of the repository is decided by where the files are.
func RealDirectory(dir string) (string, error) {
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

// TopDirectory returns the nearest directory at or above dir that holds .git,
// or dir itself outside of a repository. Functions such as file() do not leave it.
func TopDirectory(dir string) string {
	for d := dir; ; d = filepath.Dir(d) {
		if _, err := os.Lstat(filepath.Join(d, ".git")); err == nil {
			return d
		}
		if d == filepath.Dir(d) {
			return dir
		}
	}
}

// ReadVarFiles reads the files of --var-file.
func ReadVarFiles(e *cli.Env) ([]hcl.InputFile, diag.Diagnostics) {
	var (
		files []hcl.InputFile
		diags diag.Diagnostics
	)
	for _, name := range e.Global.VarFiles {
		e.Inputs.Add(e.Path(name))
		data, err := readVarFile(e.Path(name))
		if err != nil {
			diags = append(diags, diag.General("Cannot read a file of values",
				"The file in --var-file cannot be used. "+cli.PathReason(name, err)))
			continue
		}
		files = append(files, hcl.InputFile{Name: name, Data: data})
	}
	return files, diags
}

func readVarFile(path string) ([]byte, error) {
	return input.ReadFile(path, maxVarFile)
}

// RepositoryDirectory returns the path of the working directory below the top
// of its repository, with slashes; "." is the top, and any directory outside.
func RepositoryDirectory(e *cli.Env) string {
	real, err := filepath.EvalSymlinks(e.Dir)
	if err != nil {
		return "."
	}
	rel, err := filepath.Rel(TopDirectory(real), real)
	if err != nil {
		return "."
	}
	return filepath.ToSlash(rel)
}

// EmptyConfig is the configuration of a directory without files.
func EmptyConfig() *hcl.Configuration {
	return &hcl.Configuration{Host: pat.DefaultHost, Catalog: catalog.Default()}
}

// LoaderWith returns a function that loads and checks the configuration of the working
// directory together with one more file of that name. A file that has the name already is
// an error.
func LoaderWith(e *cli.Env, name string) (func(src []byte) (*hcl.Configuration, diag.Diagnostics), error) {
	root, dir, err := OpenTop(e)
	if err != nil {
		return nil, err
	}
	file := path.Join(dir, name)
	if _, err := fs.Stat(root.FS(), file); err == nil {
		return nil, fmt.Errorf("there is a file %s, whose name %s uses for its own result: rename it", name, e.Command)
	}
	return func(src []byte) (*hcl.Configuration, diag.Diagnostics) {
		return ReadConfigIn(e, overlay.FS(root.FS(), file, src), root.Name(), dir)
	}, nil
}
