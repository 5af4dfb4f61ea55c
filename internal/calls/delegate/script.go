package delegate

import (
	"path"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/address"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// Of says which code a command runs that is not in its words. ok is false where it is
// known to run none.
func Of(words []string) (run reading.Run, ok bool) {
	name := Name(words[0])
	if _, _, wraps := wrapperAt(words); wraps {
		return reading.Run{}, false
	}
	if rest, is := interpreters[strings.TrimRight(name, "0123456789.")]; is {
		return rest.script(name, words[1:])
	}
	find, isRunner := runners[name]
	switch {
	case name == "source" || name == ".":
		return sourced(words[1:])
	case isRunner:
		return find.task(name, words[1:])
	case containers[name]:
		return contained(name, words[1:])
	case callsGitHub(name, words[1:]):
		return reading.Run{What: name, Tool: true}, true
	case isPath(words[0]):
		return reading.Run{What: shown(words[0]), File: words[0]}, true
	case local[name], strings.ContainsAny(words[0], "${"), !plainName.MatchString(name):
		return reading.Run{}, false
	}
	return reading.Run{What: name, Weak: true}, true
}

// plainName is the name of a command that may be printed.
var plainName = lazyregexp.New(`^[A-Za-z][\w.+-]{0,40}$`)

// scriptExtension ends the name of a script.
var scriptExtension = lazyregexp.New(`\.(?:sh|bash|zsh|ksh|py|rb|pl|php|ps1|[cm]?[jt]s|tsx|lua|R|groovy|kts|swift|fish|bats)$`)

// pathForm is a path without anything that a shell would still change.
var pathForm = lazyregexp.New(`^(?:\$?\{\w+\}|[\w.@+~/])(?:\$?\{\w+\}|[\w.@+~/-])*$`)

// installed are folders of programs that come with a system or with its packages.
var installed = lazyregexp.New(`^/(?:usr|bin|sbin|opt|etc|lib|snap|nix|home/linuxbrew)/|(?:^|[/}])(?:\.?bin|sbin)/[^/]+$|^~/`)

// setups are scripts that set up tools, by their names.
var setups = []string{"configure", "autogen.sh", "gradlew", "mvnw", "activate"}

// isPath reports whether the name of a command is a path of the repository.
func isPath(word string) bool {
	word = strings.TrimLeft(word, "@+-")
	isScript := scriptExtension.MatchString(word)
	switch {
	case !pathForm.MatchString(word), slices.Contains(setups, path.Base(word)):
		return false
	case strings.HasPrefix(word, "./") || strings.HasPrefix(word, "../"), isScript && !strings.HasPrefix(word, "/usr/"):
		return !strings.Contains(word, "node_modules/")
	}
	return strings.Contains(word, "/") && !installed.MatchString(word) && !strings.HasPrefix(word, "/")
}

// shown is a path as it may be printed.
func shown(word string) string {
	word = strings.TrimPrefix(address.Expand(word), "{output}/")
	return word[:min(len(word), 100)]
}

// environments are files that a script only takes variables from, by their names.
var environments = lazyregexp.New(`(?:^|/)(?:activate|\.?env(?:\.\w+)?|\.?bashrc|\.?zshrc|\.?(?:bash_)?profile|nvm\.sh|sdkman-init\.sh|conda\.sh|os-release|lsb-release|emsdk_env\.sh|oneapi.*|setvars\.sh|setup\.bash)$|^(?:/etc|/usr|/opt|~|\$?\{?HOME\}?|\{home\})/|^/dev/`)

// sourced reads the words behind source.
func sourced(words []string) (reading.Run, bool) {
	if len(words) == 0 || environments.MatchString(words[0]) || words[0] == "/dev/stdin" {
		return reading.Run{}, false
	}
	if !pathForm.MatchString(words[0]) {
		return reading.Run{}, false
	}
	return reading.Run{What: shown(words[0]), File: words[0]}, true
}

// interpreter is a program that runs a script that it is given the name of.
type interpreter struct {
	verbs  []string // one of them precedes the script; nil: none
	inline []string // options with code, or with the name of a module
	values []string // other options that take the next word
}

var interpreters = map[string]interpreter{
	"python": {inline: []string{"-c", "-m", "-"}, values: []string{"-W", "-X"}},
	"pypy":   {inline: []string{"-c", "-m", "-"}},
	"node":   {inline: []string{"-e", "--eval", "-p", "--print", "-pe", "-", "--test"}, values: []string{"-r", "--require", "--import", "--loader", "--experimental-loader", "-C"}},
	"nodejs": {inline: []string{"-e", "--eval", "-p", "-"}, values: []string{"-r", "--require"}},
	"tsx":    {inline: []string{"-e", "--eval"}, values: []string{"--tsconfig"}}, "ts-node": {inline: []string{"-e", "-p"}, values: []string{"-P", "--project", "-r", "-O"}},
	"zx": {inline: []string{"--eval", "-e"}}, "deno": {verbs: []string{"run"}, values: []string{"--config", "-c", "--import-map", "--lock"}}, "bun": {verbs: []string{"run"}},
	"ruby": {inline: []string{"-e", "-ne", "-pe", "-"}, values: []string{"-r", "-I", "-C"}},
	"perl": {inline: []string{"-e", "-E", "-ne", "-pe", "-pi", "-i", "-lane", "-lne", "-0pe", "-0777", "-pie", "-nle", "-ane", "-"}, values: []string{"-I"}},
	"php":  {inline: []string{"-r", "-"}, values: []string{"-d", "-c"}}, "lua": {inline: []string{"-e", "-"}}, "Rscript": {inline: []string{"-e"}}, "groovy": {inline: []string{"-e"}},
	"pwsh": {inline: []string{"-Command", "-command", "-c", "-"}, values: []string{"-ExecutionPolicy", "-WorkingDirectory"}}, "powershell": {inline: []string{"-Command", "-command", "-c"}, values: []string{"-ExecutionPolicy"}},
	"go": {verbs: []string{"run"}, values: []string{"-tags", "-C", "-mod", "-ldflags"}}, "swift": {verbs: []string{"run"}},
}

// modulePath is the path of a package of another module.
var modulePath = lazyregexp.New(`^[\w-]+\.[\w.-]*\w/`)

// script finds the name of the script.
func (in interpreter) script(name string, words []string) (reading.Run, bool) {
	what := name
	if in.verbs != nil {
		if len(words) == 0 || !slices.Contains(in.verbs, words[0]) {
			return reading.Run{}, false
		}
		what += " " + words[0]
		words = words[1:]
	}
	for i := 0; i < len(words); i++ {
		word := words[i]
		switch {
		case slices.Contains(in.inline, word):
			return reading.Run{}, false
		case slices.Contains(in.values, word):
			i++
		case strings.HasPrefix(word, "-"):
		case !pathForm.MatchString(word), installed.MatchString(word) && !scriptExtension.MatchString(word):
			return reading.Run{}, false
		case name == "bun" && !strings.ContainsAny(word, "./"):
			return runners["npm"].task(name, []string{"run", word})
		case name == "go" && modulePath.MatchString(word):
			return reading.Run{What: what + " " + shown(word), Weak: true}, true
		default:
			return reading.Run{What: what + " " + shown(word), File: word}, true
		}
	}
	return reading.Run{}, false
}
