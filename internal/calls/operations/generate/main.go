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
	document, err := parser.ParseSchema(&ast.Source{Name: args[1], Input: string(schema)})
	if err != nil {
		return fmt.Errorf("parse %s: %w", args[1], err)
	}
	return os.WriteFile(args[3], compress(write(args[0], document.Definitions, readFacts(string(table)))), 0o644)
}

// compress leaves out the time, so that the same text gives the same bytes.
func compress(text string) []byte {
	var packed bytes.Buffer
	writer, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression) // the level is a valid one
	_, _ = writer.Write([]byte(text))                               // a buffer takes everything
	_ = writer.Close()
	return packed.Bytes()
}
