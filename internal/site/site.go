package site

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"golang.org/x/mod/semver"
)

// Files are the files of a site by their slash-separated paths.
type Files map[string][]byte

// Latest is the version at the top of a site.
const Latest = "latest"

// Site is the documentation of one version.
type Site struct {
	Version string // Latest or a semantic version, such as v0.2.0
	source  fs.FS
	pages   []*page          // in the order of the navigation
	byFile  map[string]*page // by the path of the Markdown file
	files   Files
}

// Build makes the site of a version from the files of the repository. The same files
// give the same bytes. The error lists every mistake in the documentation, one per line.
func Build(source fs.FS, version string) (*Site, error) {
	if version != Latest && (!semver.IsValid(version) || semver.Canonical(version) != version) {
		return nil, fmt.Errorf("%q is not a version such as v0.2.0", version)
	}
	s := &Site{Version: version, source: source, byFile: map[string]*page{}, files: Files{}}
	if err := s.readPages(); err != nil {
		return nil, err
	}
	s.order()
	var mistakes []error
	for _, p := range s.pages {
		mistakes = append(mistakes, s.resolveLinks(p)...)
	}
	if len(mistakes) > 0 {
		return nil, errors.Join(mistakes...)
	}
	if err := s.addSearchIndex(); err != nil {
		return nil, err
	}
	return s, s.addPages()
}

// Files returns the files of the version, relative to its folder.
func (s *Site) Files() Files { return s.files }

// folder is where the version is below the top of the site: "" or "v0.2.0/".
func (s *Site) folder() string {
	if s.Version == Latest {
		return ""
	}
	return s.Version + "/"
}

// rootPages are the files at the top of the repository that become pages. README.md is
// the home page.
var rootPages = []string{"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"}

func (s *Site) readPages() error {
	files := slices.Clone(rootPages)
	err := fs.WalkDir(s.source, "docs", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && path.Ext(name) == ".md" {
			files = append(files, name)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("find the pages: %w", err)
	}
	var mistakes []error
	for _, file := range files {
		text, err := fs.ReadFile(s.source, file)
		if errors.Is(err, fs.ErrNotExist) && file != "README.md" {
			continue // an earlier version may not have it
		}
		if err != nil {
			return fmt.Errorf("read a page: %w", err)
		}
		p, err := parsePage(file, text)
		mistakes = append(mistakes, err)
		mistakes = append(mistakes, s.add(p))
	}
	return errors.Join(mistakes...)
}

func (s *Site) add(p *page) error {
	for _, other := range s.pages {
		if other.out == p.out {
			return fmt.Errorf("%s and %s are both the page %s", other.file, p.file, p.out)
		}
	}
	s.pages = append(s.pages, p)
	s.byFile[p.file] = p
	return nil
}

// pagePath is the path of the page of a Markdown file: docs/language.md is
// language.html, and CHANGELOG.md is changelog.html.
func pagePath(file string) string {
	if file == "README.md" {
		return "index.html"
	}
	inside, inDocs := strings.CutPrefix(strings.TrimSuffix(file, ".md"), "docs/")
	if !inDocs {
		inside = strings.ToLower(inside)
	}
	return inside + ".html"
}
