package client

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// packageManagers are commands that have Git fetch a repository whose address, or whose
// name on GitHub, they are given, with the commands of theirs that take a name alone.
var packageManagers = map[string][]string{
	"npm": {"i", "install", "add", "exec"}, "yarn": {"add", "dlx"}, "pnpm": {"i", "install", "add", "dlx"}, "bun": {"i", "install", "add"}, "npx": nil,
	"pip": nil, "pip3": nil, "pipx": nil, "uv": nil, "poetry": nil, "pipenv": nil, "conda": nil, "cargo": nil, "gem": nil, "bundle": nil, "composer": nil, "brew": {"tap"},
	"helm": nil, "mix": nil, "dart": nil, "flutter": nil, "asdf": nil, "krew": nil, "ansible-galaxy": nil, "opam": nil, "luarocks": nil, "nix": nil, "pod": nil, "swift": nil,
	"copier": {"copy"}, "cookiecutter": nil, "degit": {}, "tiged": {}, "chezmoi": {"init"}, "pre-commit": {"try-repo"}, "devbox": nil, "vcpkg": nil, "tofu": nil, "terraform": nil,
}

var (
	// onGitHub is the address of a repository, and none of a file.
	onGitHub = lazyregexp.New(`(?i)^(?:[\w.-]+\s*@\s*)?(?:--\w+=)?(?:git\+|git::)?https?://(?:[^/@]*@)?(?:www\.)?github\.com/[\w.${}-]+/[\w.${}-]+(?:\.git)?(?:[@#?/][\w.@#?=&$/{}~^*-]*)?$`)
	// ofWeb is a file on GitHub's website.
	ofWeb = lazyregexp.New(`(?i)github\.com/[^/]+/[^/]+/(?:archive|raw|releases|tarball|zipball|blob)/`)
	// shorthand names a repository on GitHub: "github:octo-org/api", "gh:octo-org/api".
	shorthand = lazyregexp.New(`^(?:github|gh):[\w.-]+/[\w.-]+`)
	// ownerAndName is such a name alone.
	ownerAndName = lazyregexp.New(`^[A-Za-z\d][\w-]*/[\w.-]+(?:#[\w.^~/-]+)?$`)
)

// packageFetch reads the words of a command that may have Git fetch a package.
func packageFetch(name string, words []string) (Outcome, bool) {
	verbs, known := packageManagers[name]
	if !known {
		return Outcome{}, false
	}
	verb := 0
	for verb < len(words) && strings.HasPrefix(words[verb], "-") {
		verb++
	}
	byName := verbs != nil && (len(verbs) == 0 || verb < len(words) && slices.Contains(verbs, words[verb]))
	for i, word := range words {
		switch {
		case onGitHub.MatchString(word) && !ofWeb.MatchString(word), shorthand.MatchString(word), gitPackage.MatchString(word):
		case byName && (i > verb || len(verbs) == 0) && ownerAndName.MatchString(word):
		default:
			continue
		}
		return Outcome{Calls: []reading.Call{{Kind: reading.Git, Text: "git fetch", As: strings.TrimSpace(name + " " + verbOf(words, verb))}}}, true
	}
	return Outcome{}, false
}

// verbOf is the command of a client, if it is one that may be printed.
func verbOf(words []string, at int) string {
	if at < len(words) && ghWord.MatchString(words[at]) {
		return words[at]
	}
	return ""
}

// goFetches are the commands of Go that fetch modules.
var goFetches = []string{"get", "install", "run", "mod", "build", "test", "vet", "generate", "list"}

// module is a module on GitHub.
var module = lazyregexp.New(`^github\.com/[\w.-]+/`)

// goCommand reads the words behind go. Git fetches the modules that are not public,
// which the text says with GOPRIVATE; others come from a proxy without a token.
func goCommand(words []string, private bool) Outcome {
	if len(words) == 0 || !slices.Contains(goFetches, words[0]) {
		return Outcome{Foreign: true}
	}
	call := reading.Call{Kind: reading.Git, Text: "git fetch", As: "go " + words[0]}
	switch {
	case private:
	case words[0] != "build" && words[0] != "test" && slices.ContainsFunc(words[1:], module.MatchString):
		call.Arguments = reading.NewArguments("module")
	default:
		return Outcome{Foreign: true}
	}
	return Outcome{Calls: []reading.Call{call}}
}
