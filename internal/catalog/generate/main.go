// Command generate holds the recorded facts of GitHub against each other and
// writes the forms of them that package catalog compiles in. It gathers
// nothing: the facts are edited by hand, see facts/README.md.
package main

import (
	"errors"
	"io/fs"
	"log"
	"os"
	"path/filepath"
)

// main runs in the directory of package catalog, as go generate does.
func main() {
	log.SetFlags(0)
	if err := run("."); err != nil {
		log.Fatal(err)
	}
}

func run(dir string) error {
	files, err := generate(os.DirFS(filepath.Join(dir, "facts")))
	if err != nil {
		return err
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// generate gives the generated files by name. The error lists every mistake in
// the facts with its file and line.
func generate(facts fs.FS) (map[string][]byte, error) {
	permissions, permissionsErr := readPermissions(facts)
	endpoints, endpointsErr := readEndpoints(facts, permissions)
	sources, sourcesErr := readSources(facts)
	if err := errors.Join(permissionsErr, endpointsErr, sourcesErr); err != nil {
		return nil, err
	}
	code, err := writePermissions(permissions, sources)
	if err != nil {
		return nil, err
	}
	files, err := writeCompact(facts)
	if err != nil {
		return nil, err
	}
	files["permissions_gen.go"], files["endpoints.txt"] = code, writeEndpoints(endpoints, sources)
	return files, nil
}
