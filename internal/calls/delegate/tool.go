package delegate

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/reading"
)

// tools are programs that call GitHub with the token that they find, and the commands
// of theirs that do so; nil: each of them.
var tools = map[string][]string{
	"goreleaser": {"release"}, "semantic-release": nil, "release-please": nil, "release-it": nil, "renovate": nil, "danger": nil, "danger-js": nil, "ghr": nil,
	"changeset": {"publish", "version"}, "lerna": {"publish", "version"}, "np": nil, "auto": {"shipit", "release", "pr", "pr-check", "pr-status", "pr-body", "comment", "canary", "next", "latest"},
	"gren": nil, "github-release": nil, "conventional-github-releaser": nil, "cr": {"upload", "index"}, "reviewdog": nil, "flux": {"bootstrap"}, "codeql": {"github"}, "trufflehog": {"github"},
	"scorecard": nil, "pinact": nil, "dependabot": nil, "ghorg": {"clone"}, "ghq": {"get", "clone"}, "backport": nil, "github_changelog_generator": nil, "probot": {"run", "receive"}, "copilot": nil,
	"mkdocs": {"gh-deploy"}, "mike": {"deploy", "delete", "alias", "set-default"}, "gh-pages": nil, "ghp-import": nil, "brew": {"bump-formula-pr", "bump-cask-pr", "pr-upload", "pr-pull"},
	"krew-release-bot": nil, "svu": {}, "chart-releaser": nil, "all-contributors": {"add", "generate", "check"}, "pr-agent": nil, "cargo-dist": {"host"}, "release-plz": {"release", "release-pr"},
}

// callsGitHub reports whether a command is one of those tools.
func callsGitHub(name string, words []string) bool {
	verbs, known := tools[name]
	if !known || slices.ContainsFunc(words, func(w string) bool {
		return w == "--help" || w == "--version" || w == "--dry-run" || w == "--snapshot" || strings.HasPrefix(w, "--skip=publish")
	}) {
		return false
	}
	if verbs == nil {
		return true
	}
	i := slices.IndexFunc(words, func(word string) bool { return !strings.HasPrefix(word, "-") })
	return i >= 0 && slices.Contains(verbs, words[i])
}

// containers are commands that run others in a container.
var containers = map[string]bool{"docker": true, "podman": true, "nerdctl": true, "docker-compose": true, "kubectl": true, "buildah": true}

// contained reads the words behind such a command. What is in an image is not known; it
// counts where it is handed a token.
func contained(name string, words []string) (reading.Run, bool) {
	i := slices.IndexFunc(words, func(w string) bool { return w == "run" || w == "exec" || w == "build" })
	if i < 0 || slices.Contains(words, "gh") {
		return reading.Run{}, false
	}
	return reading.Run{What: name + " " + words[i], Weak: true}, true
}

// IsLocal reports whether a command is one of those that call nothing with a token that
// they find.
func IsLocal(name string) bool { return local[Name(name)] }

// local are commands that do not call GitHub with a token that they find.
var local = nameSet(`
	. : [ [[ alias awk gawk sed basename bc bg break brew-shellenv bzip2 cal cat cd chgrp chmod chown cksum clear cmp column comm continue cp csplit cut date dd declare
	df diff dirname dirs du echo egrep env exit expand export expr false fg fgrep file find fmt fold getopts grep groups gunzip gzip hash head history hostname iconv id
	install jobs join jq kill killall let link ln local locale logger ls lsof man md5sum mkdir mkfifo mktemp more mv netstat nl nproc od paste patch pgrep pidof ping pkill
	popd printenv printf ps pushd pwd read readarray mapfile readlink readonly realpath rename return rev rg rm rmdir seq set sha1sum sha256sum sha512sum shasum shift shopt shred
	shuf sleep sort split stat stty sum sync tac tail tar tee test time touch tput tr trap tree true truncate tty type typeset ulimit umask uname unexpand uniq unlink
	unset unzip uptime vi vim wait wc which who whoami xxd xz yes yq zcat zip zstd less nano ip ifconfig ss dig nslookup host openssl gpg gpgconf ssh-add ssh-agent ssh-keygen ssh-keyscan
	base64 base32 cmake ctest ninja meson gcc g++ cc c++ clang clang++ ld ar nm strip objdump javac java jar rustc rustup rustfmt cargo gofmt golangci-lint gotestsum staticcheck goimports
	apt apt-get apt-cache dpkg yum dnf apk pacman zypper brew port snap choco winget systemctl service launchctl crontab at
	docker podman buildah skopeo oras crane helm nerdctl cosign kubectl kustomize minikube kind k3d aws gcloud az gsutil oc doctl heroku
	npm yarn pnpm pip pip3 pipx uv poetry pipenv nuget gem bundle bundler twine flake8 pylint mypy ruff black isort pytest coverage tox eslint prettier tsc jest vitest mocha cypress playwright
	shellcheck shfmt hadolint yamllint markdownlint actionlint codespell tflint trivy grype syft
	cypress psql mysql sqlite3 redis-cli mongo pg_dump createdb rspec rubocop rails phpunit psalm phpstan dotnet msbuild xcodebuild pod fastlane-lint flutter dart swiftlint
	nvm pyenv rbenv asdf fnm volta sdk conda mamba direnv tmux screen fzf bat fd delta code open xdg-open say notify-send
	sw_vers lsb_release sysctl defaults security codesign hdiutil xcode-select xcrun cygpath wslpath cmd reg net
	sh bash zsh dash ksh su sudo exec eval source command builtin
	git git-lfs gh curl wget http https xh xhs hub ssh scp rsync svn nc ncat socat telnet
	pr_debug debug info warn warning error fatal die log usage help fail abort ok success print
`)

func nameSet(text string) map[string]bool {
	all := map[string]bool{}
	for name := range strings.FieldsSeq(text) {
		all[name] = true
	}
	return all
}
