package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/patctl/patctl/internal/hostile"
)

// bombedAnswers are commands whose GitHub answers with hostile texts: as they are, compressed
// often, and on pages without an end.
func bombedAnswers() []bombed {
	texts := slices.Concat(hostile.Grants(), hostile.JSON())
	var out []bombed
	for _, command := range [][]string{
		{"pull", "--organization", "octo-org", "--max-wait", "0s"}, {"audit", "--organization", "octo-org", "--max-wait", "0s"},
		{"apply", "--no-reviews", "--auto-approve", "--max-wait", "0s"}, {"doctor", "--organization", "octo-org"},
	} {
		out = append(out,
			bombed{command[0] + " from GitHub", "unused", texts, command, besideTemplate, nil, nil, answered},
			bombed{command[0] + " from GitHub, compressed", "unused", texts[:2], command, besideTemplate, nil, nil, compressed},
			bombed{command[0] + " from GitHub, pages", "unused", texts[:2], command, besideTemplate, nil, nil, endless},
		)
	}
	return out
}

// answered answers every call with a text.
func answered(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, text)
	}
}

// compressed answers with a text that takes little to send: the same, sixteen times.
func compressed(text string) http.HandlerFunc {
	once := sync.OnceValue(func() []byte {
		var out bytes.Buffer
		w := gzip.NewWriter(&out)
		for range 16 {
			_, _ = io.WriteString(w, text)
		}
		_ = w.Close()
		return out.Bytes()
	})
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(once())
	}
}

// endless is a list of pages that never ends, each with the first 100 KB of a list of tokens. The
// tokens are the same: a list with new ones is read up to a million.
func endless(text string) http.HandlerFunc {
	if cut := strings.LastIndex(text[:min(len(text), 100<<10)], "},{"); cut > 0 {
		text = text[:cut] + "}]"
	}
	return func(w http.ResponseWriter, r *http.Request) {
		page := 1
		_, _ = fmt.Sscan(r.URL.Query().Get("page"), &page)
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Link", fmt.Sprintf(`<http://%s%s?per_page=100&page=%d>; rel="next"`, r.Host, r.URL.Path, page+1))
		_, _ = io.WriteString(w, text)
	}
}

// bombedTrees are commands for directories with many files.
func bombedTrees() []bombed {
	size := []hostile.Text{{Name: "files", Unit: " "}} // only its size counts
	var out []bombed
	for name, spread := range map[string]func(int) map[string]string{"chain of modules": chain, "modules twice": doubled, "wide modules": wide, "files": flat, "deep folders": deep} {
		for _, args := range [][]string{{"validate"}, {"plan"}, {"fmt", "--check", "."}, {"links", "."}, {"explain", "--file", "."}} {
			out = append(out, bombed{args[0] + " of " + name, "unused", size, args, nil, nil, spread, nil})
		}
	}
	slices.SortFunc(out, func(a, b bombed) int { return strings.Compare(a.name, b.name) })
	return out
}

// bombedPairs are commands that read two large files.
func bombedPairs() []bombed {
	size := []hostile.Text{{Name: "both", Unit: " "}} // only its size counts
	var out []bombed
	for _, pair := range hostile.Pairs() {
		both := func(size int) map[string]string {
			// A larger configuration has so many words that patctl warns of it.
			return map[string]string{"main.pat.hcl": pair.Configuration.Make(size / 8), "s.json": pair.Snapshot.Make(size)}
		}
		for _, args := range [][]string{{"audit", "--snapshot", "s.json"}, {"audit", "--snapshot", "s.json", "-o", "json"}, {"plan", "--snapshot", "s.json"}, {"import", "s.json"}} {
			out = append(out, bombed{strings.Join(args, " ") + ", " + pair.Name, "unused", size, args, nil, nil, both, nil})
		}
	}
	return out
}

// chain are modules each of which uses the next.
func chain(size int) map[string]string {
	files := map[string]string{"main.pat.hcl": "module \"m\" {\n  source = \"./m0\"\n}\n"}
	modules := min(size/100, 2000)
	files[fmt.Sprintf("m%d/main.pat.hcl", modules)] = bombTemplate
	for i := range modules {
		files[fmt.Sprintf("m%d/main.pat.hcl", i)] = fmt.Sprintf("module \"m\" {\n  source = \"../m%d\"\n}\n", i+1)
	}
	return files
}

// doubled are modules each of which uses the next twice.
func doubled(int) map[string]string {
	files := map[string]string{"main.pat.hcl": "module \"m\" {\n  source = \"./m0\"\n}\n"}
	for i := range 60 {
		files[fmt.Sprintf("m%d/main.pat.hcl", i)] = fmt.Sprintf("module \"a\" {\n  source = \"../m%d\"\n}\nmodule \"b\" {\n  source = \"../m%d\"\n}\n", i+1, i+1)
	}
	files["m60/main.pat.hcl"] = bombTemplate
	return files
}

// wide are as many modules as fit, all used by one.
func wide(size int) map[string]string {
	var all strings.Builder
	files := map[string]string{}
	for i := range min(size/400, 20_000) {
		fmt.Fprintf(&all, "module \"m%d\" {\n  source = \"./m%d\"\n}\n", i, i)
		files[fmt.Sprintf("m%d/main.pat.hcl", i)] = bombTemplate
	}
	files["main.pat.hcl"] = all.String()
	return files
}

// flat are many files in one directory.
func flat(size int) map[string]string {
	files := map[string]string{}
	for i := range min(size/400, 40_000) {
		files[fmt.Sprintf("f%d.pat.hcl", i)] = strings.ReplaceAll(bombTemplate, `"t"`, fmt.Sprintf("\"t%d\"", i))
		files[fmt.Sprintf("f%d.sh", i)] = "gh api /user\n"
	}
	return files
}

// deep are folders in one another.
func deep(int) map[string]string {
	files := map[string]string{}
	for i := range 1500 {
		files[strings.Repeat("d/", i)+"x.sh"] = "gh api /user\n"
	}
	files["main.pat.hcl"] = bombTemplate
	return files
}
