// Command worst writes a configuration and a snapshot in which every token has findings:
//
//	go run ./bench/worst COUNT DIRECTORY
//
// It declares 1,000 templates. Nine of ten tokens have the name of a template and more access than it grants.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

const templates = 1000

// names are permissions of repositories that a token may have.
var names = []string{"actions", "administration", "contents", "deployments", "environments", "issues", "pages", "pull_requests", "secrets", "statuses", "workflows"}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return errors.New("usage: worst COUNT DIRECTORY")
	}
	count, err := strconv.Atoi(args[0])
	if err != nil {
		return err
	}
	if err := write(filepath.Join(args[1], "main.pat.hcl"), configuration); err != nil {
		return err
	}
	return write(filepath.Join(args[1], "snapshot.json"), func(w *bufio.Writer) { snapshot(w, count) })
}

func write(name string, content func(*bufio.Writer)) error {
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

// declared are the permissions of a template.
func declared(i int) []string {
	n := len(names)
	return []string{names[i%n], names[(i/n+i+1)%n], names[(i/7+i+5)%n]}
}

func configuration(w *bufio.Writer) {
	for i := range templates {
		fmt.Fprintf(w, "template \"t%d\" {\n  name         = \"service-%d\"\n  target_name  = \"octo-org\"\n  expires_in   = 90\n  repositories = [\"service-%d\"]\n  permissions = {\n", i, i, i)
		done := map[string]bool{}
		for _, name := range declared(i) {
			if !done[name] && name != "workflows" {
				fmt.Fprintf(w, "    %s = \"read\"\n", name)
			}
			done[name] = true
		}
		fmt.Fprint(w, "    metadata = \"read\"\n  }\n}\n")
	}
}

func snapshot(w *bufio.Writer, count int) {
	r := rand.New(rand.NewPCG(1, 2))
	now := time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)
	stamp := func(days int) string {
		return now.AddDate(0, 0, days).Add(time.Duration(r.IntN(86400)) * time.Second).Format(time.RFC3339)
	}
	fmt.Fprintf(w, `{"format_version":"1.0","patctl_version":"0.1.0","generated_at":%q,"host":"github.com","organizations":[{"login":"octo-org","complete":true,"read_at":%q,"requests":[],"tokens":[`, now.Format(time.RFC3339), now.Format(time.RFC3339))
	for i := range count {
		if i > 0 {
			w.WriteString(",\n")
		}
		of := r.IntN(templates)
		name := fmt.Sprintf("service-%d", of)
		if i%10 == 0 {
			name = fmt.Sprintf("my token %d", i)
		}
		fmt.Fprintf(w, `{"id":%d,"token_id":%d,"token_name":%q,"owner":{"login":"mona-%d"},"repository_selection":"subset","repositories":["octo-org/service-%d","octo-org/service-%d"],"permissions":{"organization":{},"repository":{"metadata":"read"`,
			i+1, i+100_000, name, r.IntN(20_000), of, r.IntN(templates))
		done := map[string]bool{}
		for k, permission := range append(declared(of), names[r.IntN(len(names))]) {
			if !done[permission] {
				fmt.Fprintf(w, ",%q:%q", permission, []string{"write", "read", "read", "write"}[k])
			}
			done[permission] = true
		}
		fmt.Fprintf(w, `},"other":{}},"access_granted_at":%q,"token_expired":false,"token_expires_at":%q,"token_last_used_at":%q}`, stamp(-200), stamp(r.IntN(300)+1), stamp(-r.IntN(300)-1))
	}
	w.WriteString("]}]}\n")
}
