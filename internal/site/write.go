package site

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/semver"
)

// versionsFile is at the top of a site. Pages read it to offer the other versions.
const versionsFile = "versions.json"

// versionEntry is a version of a site and its pages, so that a page can lead to the same
// page of another version if that one has it.
type versionEntry struct {
	Name  string   `json:"name"`
	Path  string   `json:"path"` // of its folder, such as "v0.2.0/"; "" for the latest
	Pages []string `json:"pages"`
}

// Write writes the version into dir, which becomes the top of the site, and replaces what
// an earlier run wrote for that version. Other versions stay. It changes no directory that
// isn't a site.
func (s *Site) Write(dir string) error {
	versions, err := readVersions(dir)
	if err != nil {
		return err
	}
	if err := s.clear(dir); err != nil {
		return fmt.Errorf("remove the earlier site: %w", err)
	}
	for name, data := range s.files {
		if err := writeFile(filepath.Join(dir, filepath.FromSlash(s.folder()+name)), data); err != nil {
			return err
		}
	}
	versions = slices.DeleteFunc(versions, func(v versionEntry) bool { return v.Name == s.Version })
	versions = append(versions, s.entry())
	slices.SortFunc(versions, newestFirst)
	data, err := json.Marshal(versions)
	if err != nil {
		return fmt.Errorf("write the versions: %w", err)
	}
	return writeFile(filepath.Join(dir, versionsFile), data)
}

func (s *Site) entry() versionEntry {
	e := versionEntry{Name: s.Version, Path: s.folder()}
	for _, p := range s.pages {
		e.Pages = append(e.Pages, p.out)
	}
	return e
}

// newestFirst compares versions. Latest comes before all others.
func newestFirst(a, b versionEntry) int {
	if a.Name == Latest || b.Name == Latest {
		return strings.Compare(a.Path, b.Path)
	}
	return semver.Compare(b.Name, a.Name)
}

// readVersions returns the versions that a site has. A directory that doesn't exist or is
// empty has none; one with other files is not a site, and must not lose them.
func readVersions(dir string) ([]versionEntry, error) {
	data, err := os.ReadFile(filepath.Join(dir, versionsFile))
	if errors.Is(err, fs.ErrNotExist) {
		entries, err := os.ReadDir(dir)
		if len(entries) > 0 {
			return nil, fmt.Errorf("%s has files, but is not a site: %s is missing", dir, versionsFile)
		}
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		return nil, err
	}
	if err != nil {
		return nil, fmt.Errorf("read the versions: %w", err)
	}
	var versions []versionEntry
	if err := json.Unmarshal(data, &versions); err != nil {
		return nil, fmt.Errorf("read the versions in %s: %w", versionsFile, err)
	}
	return versions, nil
}

// clear removes what an earlier run wrote for the version.
func (s *Site) clear(dir string) error {
	if s.Version != Latest {
		return os.RemoveAll(filepath.Join(dir, s.Version))
	}
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, entry := range entries {
		if entry.Name() != versionsFile && !semver.IsValid(entry.Name()) {
			err = errors.Join(err, os.RemoveAll(filepath.Join(dir, entry.Name())))
		}
	}
	return err
}

func writeFile(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, data, 0o644)
}
