// Command generate builds the site of the documentation:
//
//	go run ./internal/site/generate [--source DIR] [--version VERSION] [--serve ADDRESS] SITE
//
// It writes the documentation of the repository in DIR to the top of SITE, or with
// --version to the folder of that version. With --serve, it then serves SITE on an
// address such as localhost:8000 until it is interrupted.
package main

import (
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/patctl/patctl/internal/site"
)

func main() {
	if err := generate(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func generate(args []string) error {
	flags := flag.NewFlagSet("generate", flag.ContinueOnError)
	source := flags.String("source", ".", "read the repository in `DIR`")
	version := flags.String("version", site.Latest, "build `VERSION`, such as v0.2.0, into a folder of its own")
	serve := flags.String("serve", "", "serve the site on `ADDRESS`, such as localhost:8000")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() != 1 {
		return errors.New("usage: generate [--source DIR] [--version VERSION] [--serve ADDRESS] SITE")
	}
	built, err := site.Build(os.DirFS(*source), *version)
	if err != nil {
		return err
	}
	if err := built.Write(flags.Arg(0)); err != nil {
		return err
	}
	fmt.Printf("Wrote %d files of %s to %s.\n", len(built.Files()), *version, flags.Arg(0))
	if *serve == "" {
		return nil
	}
	fmt.Printf("Serving http://%s/. Press Ctrl+C to stop.\n", *serve)
	server := &http.Server{Addr: *serve, Handler: http.FileServer(http.Dir(flags.Arg(0))), ReadHeaderTimeout: 10 * time.Second}
	return server.ListenAndServe()
}
