// Command generate cuts GitHub's GraphQL schema down to what
// internal/calls/operations follows: the fields of each type, and the type that
// each of them gives. Run it when GitHub's schema has changed:
//
//	npm pack @octokit/graphql-schema && tar xf octokit-graphql-schema-*.tgz
//	go run ./internal/calls/operations/generate "@octokit/graphql-schema VERSION" package/schema.graphql \
//	    internal/catalog/facts/graphql.tsv internal/calls/operations/schema.txt.gz
package main

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"errors"
	"fmt"
	"log"
	"os"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

func main() {
	log.SetFlags(0)
	if err := run(os.Args[1:]); err != nil { //nolint:forbidigo // this is a main.go
		log.Fatal(err)
	}
}

func run(args []string) error {
	if len(args) != 4 {
		return errors.New("usage: generate SOURCE SCHEMA FACTS OUT")
	}
	schema, err := os.ReadFile(args[1])
	if err != nil {
		return err
	}
	table, err := os.ReadFile(args[2])
	if err != nil {
		return err
	}
	definitions, err := complete(string(schema))
	if err != nil {
		return fmt.Errorf("parse %s: %w", args[1], err)
	}
	return os.WriteFile(args[3], compress(write(args[0], definitions, readFacts(string(table)))), 0o644)
}

// additions are newer than the schema.
//
//go:embed additions.graphql
var additions string

// complete gives the types of the schema with the additions, as far as the schema
// does not have them yet.
func complete(schema string) (ast.DefinitionList, error) {
	document, err := parser.ParseSchema(&ast.Source{Input: schema})
	if err != nil {
		return nil, err
	}
	added, err := parser.ParseSchema(&ast.Source{Name: "additions.graphql", Input: additions})
	if err != nil {
		return nil, err
	}
	for _, definition := range added.Definitions {
		if document.Definitions.ForName(definition.Name) == nil {
			document.Definitions = append(document.Definitions, definition)
		}
	}
	for _, extension := range added.Extensions {
		extended := document.Definitions.ForName(extension.Name)
		for _, field := range extension.Fields {
			if extended.Fields.ForName(field.Name) == nil {
				extended.Fields = append(extended.Fields, field)
			}
		}
	}
	return document.Definitions, nil
}

// compress leaves out the time, so that the same text gives the same bytes.
func compress(text string) []byte {
	var packed bytes.Buffer
	writer, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression) // the level is a valid one
	_, _ = writer.Write([]byte(text))                               // a buffer takes everything
	_ = writer.Close()
	return packed.Bytes()
}
