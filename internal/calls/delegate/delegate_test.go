package delegate

import (
	"strings"
	"testing"
)

// What a command runs that is not in its words: with its file, and whether it counts
// without a token of its own.
func TestWhatCommandsRun(t *testing.T) {
	for command, want := range map[string]string{
		"./deploy.sh prod":                    "./deploy.sh <./deploy.sh>",
		"scripts/deploy":                      "scripts/deploy <scripts/deploy>",
		"${ROOT}/scripts/deploy.sh":           "{ROOT}/scripts/deploy.sh <${ROOT}/scripts/deploy.sh>",
		"/usr/bin/deploy":                     "deploy weak",
		"${JAVA_HOME}/bin/java":               "",
		"./configure --prefix=/usr":           "configure weak",
		"source lib.sh":                       "lib.sh <lib.sh>",
		". venv/bin/activate":                 "",
		"source ~/.bashrc":                    "",
		"python3.12 -u tools/sync.py --all":   "python3.12 tools/sync.py <tools/sync.py>",
		"python -m pip install requests":      "",
		"python -c print(1)":                  "",
		"node -r dotenv/config release.js":    "node release.js <release.js>",
		"node --version":                      "",
		"ruby -I lib bin/release":             "",
		"deno run -A main.ts":                 "deno run main.ts <main.ts>",
		"bun run release":                     "bun run release <package.json>",
		"go run ./cmd/release":                "go run ./cmd/release <./cmd/release>",
		"go test ./...":                       "",
		"make":                                "make <Makefile> weak",
		"make -j4 build test":                 "make build <Makefile> weak",
		"make -C api deploy TOKEN=x":          "make deploy <Makefile>",
		"make -f release.mk publish":          "make publish <release.mk>",
		"npm ci":                              "",
		"npm run build":                       "npm run build <package.json> weak",
		"npm run release -- --yes":            "npm run release <package.json>",
		"npm publish":                         "",
		"yarn deploy":                         "yarn deploy <package.json>",
		"yarn install --immutable":            "",
		"pnpm -r run lint":                    "pnpm lint <package.json> weak",
		"./gradlew :app:publish":              "gradlew app:publish",
		"mvn -B verify":                       "mvn verify weak",
		"goreleaser release --clean":          "goreleaser tool",
		"goreleaser build":                    "goreleaser weak",
		"goreleaser release --snapshot":       "goreleaser weak",
		"semantic-release":                    "semantic-release tool",
		"changeset publish":                   "changeset tool",
		"docker run -e TOKEN octo-org/tool":   "docker run weak",
		"docker run octo-org/tool gh pr list": "",
		"mkdir -p dist":                       "",
		"frobnicate --all":                    "frobnicate weak",
		"ghq get octo-org/api":                "ghq tool",
		"ghq list":                            "ghq weak",
		"frob$(x)":                            "",
		"npx semantic-release":                "",
		"poetry run python x.py":              "",
	} {
		got := ""
		if run, ok := Of(strings.Fields(command)); ok {
			got = run.What
			if run.File != "" {
				got += " <" + run.File + ">"
			}
			if run.Weak {
				got += " weak"
			}
			if run.Tool {
				got += " tool"
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", command, got, want)
		}
	}
}

// The command that another one runs is found behind the options of that one.
func TestPositions(t *testing.T) {
	for command, want := range map[string]string{
		"gh pr list":                               "gh",
		"sudo -u mona gh pr list":                  "sudo -u gh",
		"sudo --user mona -E gh pr list":           "sudo --user -E gh",
		"timeout -k 5 10 gh pr list":               "timeout gh",
		"timeout ${T} gh pr list":                  "timeout gh",
		"flock /tmp/lock gh pr list":               "flock gh",
		"ssh -i key mona@build.example gh pr list": "ssh gh",
		"xargs -n 1 -P4 gh pr close":               "xargs -n -P4 gh",
		"env -u X A=1 gh pr list":                  "env -u A=1 gh",
		"uv run gh pr list":                        "uv gh",
		"uv sync gh":                               "uv",
		"npx -y semantic-release":                  "npx -y semantic-release",
		"find . -name x -exec gh pr list ;":        "find gh",
		"kubectl exec pod -- gh pr list":           "kubectl gh",
		"direnv exec . gh pr list":                 "direnv gh",
		"echo sudo gh":                             "echo",
	} {
		words := strings.Fields(command)
		var found []string
		for i, is := range Positions(words) {
			if is {
				found = append(found, words[i])
			}
		}
		if got := strings.Join(found, " "); got != want {
			t.Errorf("%s: %q, want %q", command, got, want)
		}
	}
}

func TestNamesToken(t *testing.T) {
	for text, want := range map[string]bool{
		"GITHUB_TOKEN=x": true, "$GH_TOKEN": true, "${{ secrets.RELEASE_GH_PAT }}": true, "${{ github.token }}": true, "HOMEBREW_GITHUB_API_TOKEN": true, "github-token": true,
		"NPM_TOKEN": false, "GITHUB_SHA": false, "HIGH_TOKEN": false, "GH_TOKENS": false, "pat": false,
	} {
		if got := NamesToken(text); got != want {
			t.Errorf("%s: %t", text, got)
		}
	}
}

// What nix runs out of a package is a command of its own.
func TestPackaged(t *testing.T) {
	for command, want := range map[string]string{
		"nix run nixpkgs#gh -- pr list":           "gh pr list",
		"nix run --impure nixpkgs#gh pr list":     "gh pr list",
		"nix shell nixpkgs#gh -c gh pr list":      "gh pr list",
		"nix develop --command gh pr list":        "gh pr list",
		"nix build nixpkgs#gh -- pr list":         "nix build nixpkgs#gh -- pr list",
		"nix run github:octo-org/tool -- release": "nix run github:octo-org/tool -- release",
	} {
		words := strings.Fields(command)
		name, taken := Packaged(words)
		if got := strings.Join(append(name, words[taken:]...), " "); got != want {
			t.Errorf("%s: %q, want %q", command, got, want)
		}
	}
}
