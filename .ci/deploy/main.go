// Command deploy checks the files in docs/serve with which people run patctl serve: the
// Kubernetes manifests and the Compose file. It reads them as Kubernetes and Compose do, with
// their own types, accepts no field that they don't know, and checks that what
// the files refer to exists. It is a module of its own, so that patctl depends on nothing of this.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: deploy DIRECTORY")
		os.Exit(1)
	}
	problems := check(os.Args[1])
	for _, p := range problems {
		fmt.Fprintln(os.Stderr, p)
	}
	if len(problems) > 0 {
		os.Exit(1)
	}
}

// check returns what is wrong with the files in a directory.
func check(dir string) []string {
	var problems []string
	files, err := filepath.Glob(filepath.Join(dir, "kubernetes/*.yaml"))
	examples, _ := filepath.Glob(filepath.Join(dir, "kubernetes/example/*.yaml"))
	if err != nil || len(files) == 0 || len(examples) == 0 {
		return []string{"there are no manifests in " + dir}
	}
	c := &cluster{}
	for _, file := range append(files, examples...) {
		data, err := os.ReadFile(file)
		if err != nil {
			return []string{err.Error()}
		}
		c.read(filepath.Base(file), data)
	}
	problems = append(problems, c.check()...)
	compose := filepath.Join(dir, "compose.yaml")
	data, err := os.ReadFile(compose)
	if err != nil {
		return append(problems, err.Error())
	}
	return append(problems, checkCompose(data)...)
}
