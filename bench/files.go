package main

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// prefix is what every link that fills in GitHub's form has.
const prefix = "settings/personal-access-tokens/new"

// prose are the words of files that have no link.
var prose = strings.Fields("the token of a service reads https://github.com/octo-org/api/pulls?state=open and func main() { return settings[personal] } -- access-tokens")

// links compares patctl with a search for the text that every link has, in files of prose and
// code. One file in 500 has a link.
func links(b *bench) ([]row, error) {
	size := b.little(100_000_000, 1_000_000)
	dir, err := b.folder("prose")
	if err != nil {
		return nil, err
	}
	if err := writeProse(dir, size); err != nil {
		return nil, err
	}
	return b.besideSearch("`links`", fmt.Sprintf("%d MB", size/1_000_000), prefix, dir, b.patctl, "links", dir)
}

func writeProse(dir string, size int) error {
	r := rand.New(rand.NewPCG(1, 2))
	line := func() string {
		var words []string
		for range 12 {
			words = append(words, prose[r.IntN(len(prose))])
		}
		return strings.Join(words, " ") + "\n"
	}
	for n, written := 0, 0; written < size; n++ {
		err := inFolder(dir, n, ".md", func(w io.Writer) {
			for left := 500 * (1 + r.IntN(80)); left > 0; {
				text := line()
				fmt.Fprint(w, text)
				left -= len(text)
				written += len(text)
			}
			if n%500 == 0 {
				fmt.Fprintf(w, "https://github.com/%s?contents=read&expires_in=30\n", prefix)
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// scripts are files that call GitHub, by the ending of their names. Half of each file is other code.
var scripts = map[string]string{
	".sh": "name=service-%d\nfor i in 1 2 3; do echo \"$name\"; done\ncurl -H \"Authorization: Bearer $TOKEN\" https://api.github.com/repos/octo-org/$name/issues\ngh pr list --repo octo-org/api\n",
	".py": "def total_%d(values):\n    return sum(v for v in values if v)\n\nrequests.get(\"https://api.github.com/repos/octo-org/api/pulls\")\n",
	".js": "function total%d(values) { return values.filter(Boolean).length }\nawait octokit.rest.issues.create({ owner: 'octo-org', repo: 'api' })\n",
	".go": "func total%d(values []int) (n int) {\n\tfor _, v := range values {\n\t\tn += v\n\t}\n\treturn n\n}\n\nvar _, _, _ = client.Issues.Create(ctx, \"octo-org\", \"api\", nil)\n",
}

// explain compares patctl with a search for the host of GitHub's API, in programs that call it.
func explain(b *bench) ([]row, error) {
	files := b.little(4000, 40)
	dir, err := b.folder("scripts")
	if err != nil {
		return nil, err
	}
	size := 0
	endings := []string{".sh", ".py", ".js", ".go"}
	for n := range files {
		ending := endings[n%len(endings)]
		err := inFolder(dir, n, ending, func(w io.Writer) {
			if ending == ".go" {
				fmt.Fprint(w, "package main\n\n")
			}
			for i := range 10 {
				written, _ := fmt.Fprintf(w, scripts[ending], i)
				size += written
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return b.besideSearch("`explain DIR`", fmt.Sprintf("%s programs, %.1f MB", grouped(files), float64(size)/1e6), "api.github.com", dir, b.patctl, "explain", dir)
}

// inFolder writes the file number n of a tree with 50 files in each directory.
func inFolder(dir string, n int, ending string, content func(io.Writer)) error {
	sub := filepath.Join(dir, fmt.Sprintf("d%d", n/50))
	if err := os.MkdirAll(sub, 0o755); err != nil {
		return err
	}
	return writeFile(filepath.Join(sub, fmt.Sprintf("f%d%s", n, ending)), content)
}

// besideSearch measures a command beside ripgrep, or grep if that is not installed. The output
// goes to files: GNU grep ends at the first match if its output is discarded.
func (b *bench) besideSearch(what, size, text, dir string, args ...string) ([]row, error) {
	searchArgs, err := search(text, dir)
	if err != nil {
		return []row{}, err
	}
	b.say("%s beside %s", what, filepath.Base(searchArgs[0]))
	taken, err := b.rounds(b.runs,
		program{name: "patctl", args: args, out: filepath.Join(b.dir, "out"), status: 2},
		program{name: "search", args: searchArgs, out: filepath.Join(b.dir, "out")})
	if err != nil {
		return nil, err
	}
	name := filepath.Base(searchArgs[0])
	if name == "grep" {
		name = "grep -r (rg: not installed)"
	}
	return []row{compared(what, size, taken[0], name, taken[1])}, nil
}

func search(text, dir string) ([]string, error) {
	if rg, err := exec.LookPath("rg"); err == nil {
		return []string{rg, "--fixed-strings", text, dir}, nil
	}
	if grep, err := exec.LookPath("grep"); err == nil {
		return []string{grep, "-r", "-F", text, dir}, nil
	}
	return nil, errors.New("neither rg nor grep is installed")
}
