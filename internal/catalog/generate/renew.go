package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"

	"github.com/patctl/patctl/internal/catalog/generate/docs"
	"github.com/patctl/patctl/internal/catalog/generate/renewal"
)

// renew holds the facts against a checkout of GitHub's documentation, and returns what changed, for
// people. With write, it changes the facts, what is generated from them, and the date in README.
func renew(dir, checkout, date string, write bool) (string, error) {
	facts, err := readFacts(filepath.Join(dir, "facts"))
	if err != nil {
		return "", err
	}
	before := facts["sources"].String()
	data, err := docs.Read(os.DirFS(checkout))
	if err != nil {
		return "", err
	}
	changes, err := renewal.Renew(facts, data, date)
	if err != nil {
		return "", err
	}
	report := fmt.Sprintf("API version %s: %d operations, %d permissions, %d parameters of the link.\n\n%s",
		data.Version, len(data.Operations), len(data.Permissions), len(data.Parameters), renewal.Report(changes))
	if !write || facts["sources"].String() == before {
		return report, nil
	}
	return report, writeFacts(dir, facts, date)
}

func readFacts(dir string) (renewal.Facts, error) {
	facts := renewal.Facts{}
	for _, name := range renewal.Names {
		text, err := os.ReadFile(filepath.Join(dir, name+".tsv"))
		if err != nil {
			return nil, err
		}
		if facts[name], err = renewal.ParseTable(string(text)); err != nil {
			return nil, fmt.Errorf("%s.tsv: %w", name, err)
		}
	}
	return facts, nil
}

var dataOf = regexp.MustCompile(`data of 20[0-9]{2}-[0-9]{2}-[0-9]{2}`)

func writeFacts(dir string, facts renewal.Facts, date string) error {
	for name, table := range facts {
		if err := os.WriteFile(filepath.Join(dir, "facts", name+".tsv"), []byte(table.String()), 0o644); err != nil {
			return err
		}
	}
	readme := filepath.Join(dir, "..", "..", "README.md")
	text, err := os.ReadFile(readme)
	if err != nil {
		return err
	}
	if err := os.WriteFile(readme, dataOf.ReplaceAll(text, []byte("data of "+date)), 0o644); err != nil {
		return err
	}
	return run(dir)
}
