// Command generate holds the recorded facts of GitHub against each other and
// writes the forms of them that package catalog compiles in. With --docs, it first
// holds them against a checkout of GitHub's documentation and prints what changed, and
// with --write it changes them; see facts/README.md.
package main

import (
	"errors"
	"flag"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"time"
)

// main runs in the directory of package catalog, as go generate does, or at the top of
// the repository.
func main() {
	log.SetFlags(0)
	checkout := flag.String("docs", "", "compare the facts with this checkout of github.com/github/docs")
	write := flag.Bool("write", false, "with --docs: change the facts")
	date := flag.String("date", time.Now().UTC().Format(time.DateOnly), "with --write: the `day` of the checkout")
	flag.Parse()
	dir := "."
	if _, err := os.Stat("facts"); err != nil {
		dir = filepath.Join("internal", "catalog")
	}
	if *checkout == "" {
		if err := run(dir); err != nil {
			log.Fatal(err)
		}
		return
	}
	report, err := renew(dir, *checkout, *date, *write)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := os.Stdout.WriteString(report); err != nil {
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
