package delegate

import (
	"path"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/lazyregexp"
)

// wrapper is a command that runs the command behind it.
type wrapper struct {
	values string   // the letters of its options that take the next word
	long   []string // such options in words
	skip   int      // words before the command that are no options
	verbs  []string // it is a wrapper with one of these words behind it; nil: always
}

var wrappers = map[string]wrapper{
	"sudo":    {values: "ughpCRrtTUD", long: []string{"--user", "--group", "--host", "--prompt", "--chdir"}},
	"doas":    {values: "uC"},
	"env":     {values: "uC", long: []string{"--unset", "--chdir"}},
	"timeout": {values: "ks", long: []string{"--kill-after", "--signal"}, skip: 1}, "gtimeout": {values: "ks", skip: 1},
	"xargs":    {values: "aEILnPsd", long: []string{"--arg-file", "--delimiter", "--max-args", "--max-procs", "--replace"}},
	"parallel": {values: "jNnLaIdS", long: []string{"--jobs", "--arg-file", "--colsep", "--joblog", "--delay", "--retries"}},
	"watch":    {values: "n", long: []string{"--interval"}},
	"ssh":      {values: "bcDEeFIiJLlmOopQRSWw", skip: 1},
	"nice":     {values: "n"}, "ionice": {values: "cnp"}, "stdbuf": {values: "ioe"}, "time": {values: "fo"},
	"strace": {values: "oesapPEu"}, "ltrace": {values: "oesapu"}, "chroot": {skip: 1}, "taskset": {skip: 1}, "flock": {values: "wEo", skip: 1},
	"runuser": {values: "ugG"}, "setpriv": {}, "unshare": {}, "screen": {values: "Ssct"}, "unbuffer": {}, "setsid": {}, "nohup": {}, "caffeinate": {values: "tw"},
	"command": {}, "builtin": {}, "exec": {values: "a"}, "eval": {}, "coproc": {}, "busybox": {}, "retry": {values: "tds"}, "chronic": {}, "noglob": {}, "nocorrect": {},
	"then": {}, "do": {}, "else": {}, "if": {}, "while": {}, "until": {}, "!": {}, "RUN": {}, "CMD": {}, "run:": {},
	"npx": {values: "pc"}, "bunx": {}, "pnpx": {}, "uvx": {long: []string{"--from", "--with", "--python"}}, "dotenv": {values: "efc"},
	"uv": {verbs: []string{"run"}, long: []string{"--with", "--python", "--group", "--extra", "--directory", "--project"}}, "poetry": {verbs: []string{"run"}}, "pipenv": {verbs: []string{"run"}},
	"pdm": {verbs: []string{"run"}}, "hatch": {verbs: []string{"run"}}, "rye": {verbs: []string{"run"}}, "pipx": {verbs: []string{"run"}},
	"bundle": {verbs: []string{"exec"}}, "npm": {verbs: []string{"exec", "x"}, values: "pcw"}, "pnpm": {verbs: []string{"exec", "dlx"}, values: "Cr"}, "yarn": {verbs: []string{"exec", "dlx"}},
	"direnv": {verbs: []string{"exec"}, skip: 1}, "dotenvx": {verbs: []string{"run"}, values: "f"},
}

// IsWrapper reports whether a command runs the command behind it.
func IsWrapper(name string) bool {
	w, ok := wrappers[name]
	return ok && w.verbs == nil
}

// openers precede a command that another command runs.
var openers = []string{"-exec", "-execdir", "-ok", "--"}

// Option is what may stand between a wrapper and its command: an option, a
// variable, a number, or the prompt of a shell.
var Option = lazyregexp.New(`^(?:-.*|[A-Za-z_]\w*=.*|\d[\d.]*[smhd]?|[^\w/.]+)$`)

// Name is the name of a command without its folder, its ending, its version, and what
// Make has before it.
func Name(word string) string {
	name := strings.TrimSuffix(path.Base(strings.TrimLeft(word, "@+-")), ".exe")
	if at := strings.IndexByte(name, '@'); at > 0 {
		name = name[:at]
	}
	return name
}

// Positions reports of each word whether it is the name of a command: that of the
// words, or of one that another command in them runs.
func Positions(words []string) []bool {
	at := make([]bool, len(words))
	var w wrapper
	direct, skip := true, 0
	for i := 0; i < len(words); i++ {
		at[i] = direct && skip == 0
		word := words[i]
		next, verb, isWrapper := wrapperAt(words[i:])
		switch {
		case slices.Contains(openers, word):
			direct, skip = true, 0
		case !direct:
		case w.takes(word):
			i++
		case skip > 0 && !strings.HasPrefix(word, "-"):
			skip--
		case isWrapper:
			w, skip = next, next.skip
			i += verb
		case !Option.MatchString(word):
			direct = false
		}
	}
	return at
}

// wrapperAt is the wrapper that words begin with, and how many words belong to its name.
func wrapperAt(words []string) (w wrapper, verb int, ok bool) {
	w, ok = wrappers[Name(words[0])]
	if !ok || w.verbs == nil {
		return w, 0, ok
	}
	if len(words) > 1 && slices.Contains(w.verbs, words[1]) {
		return w, 1, true
	}
	return wrapper{}, 0, false
}

// takes reports whether a word is an option whose value is the next word.
func (w wrapper) takes(word string) bool {
	if strings.HasPrefix(word, "--") {
		return slices.Contains(w.long, word)
	}
	return len(word) > 1 && word[0] == '-' && strings.Contains(w.values, word[len(word)-1:])
}

// Packaged returns the words of the command that nix runs out of a package: `nix run
// nixpkgs#gh -- pr list` is `gh pr list`. taken is how many of the words are replaced by the
// name; 0: nix is not the command.
func Packaged(words []string) (name []string, taken int) {
	if len(words) < 3 || Name(words[0]) != "nix" {
		return nil, 0
	}
	at := func(w string) func(string) bool { return func(word string) bool { return word == w } }
	switch words[1] {
	case "run":
		i := slices.IndexFunc(words, func(word string) bool { return strings.Contains(word, "#") })
		if i < 0 {
			return nil, 0
		}
		taken = i + 1
		if rest := slices.IndexFunc(words[taken:], at("--")); rest >= 0 {
			taken += rest + 1
		}
		_, program, _ := strings.Cut(words[i], "#")
		return []string{program}, taken
	case "shell", "develop":
		for _, option := range []string{"-c", "--command"} {
			if i := slices.IndexFunc(words, at(option)); i > 0 {
				return nil, i + 1
			}
		}
	}
	return nil, 0
}
