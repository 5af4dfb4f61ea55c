package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// manyTemplates is the size of a very large organization.
const manyTemplates = 10_000

// validate compares patctl with a program that only decodes the same files, one after another,
// with hclparse and gohcl.
func validate(b *bench) ([]row, error) {
	var rows []row
	for _, of := range []struct {
		files int
		most  float64
	}{{1, 1.1}, {40, 0.7}} {
		templates := b.little(manyTemplates, 100)
		dir, err := b.folder(fmt.Sprint("validate-", of.files))
		if err != nil {
			return nil, err
		}
		if err := writeTemplates(dir, templates, of.files); err != nil {
			return nil, err
		}
		b.say("validate, files: %d", of.files)
		taken, err := b.rounds(b.runs,
			program{name: "patctl", args: []string{b.patctl, "--chdir", dir, "validate"}},
			program{name: "hcl", args: []string{b.self, "decode-hcl", dir}})
		if err != nil {
			return nil, err
		}
		size := fmt.Sprintf("%s templates in %d files", grouped(templates), of.files)
		if of.files == 1 {
			size = grouped(templates) + " templates in a file"
		}
		r := compared("`validate`", size, taken[0], "hclparse + gohcl", taken[1])
		r.expectRatio(taken[0], taken[1], of.most)
		rows = append(rows, r)
	}
	return rows, nil
}

const prelude = `
variable "org" {
  default = "octo-org"
}

locals {
  read_repo = { contents = "read", metadata = "read" }
  stages    = { test = "t", live = "l" }
}

organization "octo-org" {
}
`

// writeTemplates writes a realistic configuration, always the same: one in four templates
// merges its permissions, one in twenty has for_each.
func writeTemplates(dir string, templates, files int) error {
	for n := range files {
		err := writeFile(filepath.Join(dir, fmt.Sprintf("f%d.pat.hcl", n)), func(w io.Writer) {
			if n == 0 {
				fmt.Fprint(w, prelude)
			}
			for i := templates * n / files; i < templates*(n+1)/files; i++ {
				writeTemplate(w, i)
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func writeTemplate(w io.Writer, i int) {
	name, key, forEach := fmt.Sprintf("service-%d", i), "", ""
	if i%20 == 0 {
		key, forEach = "-${each.key}", "  for_each     = local.stages\n"
	}
	permissions := `{ contents = "write", pull_requests = "write" }`
	if i%4 == 0 {
		permissions = `merge(local.read_repo, { contents = "write", issues = "read" })`
	}
	fmt.Fprintf(w, `
template "service_%d" {
%s  name         = "%s%s"
  description  = "Reads and writes what service %d needs to be released."
  target_name  = var.org
  expires_in   = %d
  permissions  = %s
  repositories = ["octo-org/%s", "octo-org/shared-*"]
  labels       = { team = "team-%d", ticket = "SEC-%d" }
}
`, i, forEach, name, key, i, 1+i%366, permissions, name, i%50, i)
}

// writeFile writes a file piece by piece: this process must not hold large content, see run.
func writeFile(name string, content func(io.Writer)) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	content(w)
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}
