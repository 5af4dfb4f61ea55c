package shell

import (
	"strings"
	"testing"
)

// ran names the code that counts in a script, which is in no file of its own.
func ran(text string) string {
	r := Read(text)
	var found []string
	for _, run := range r.InReach() {
		found = append(found, run.What)
	}
	return strings.Join(found, "; ")
}

// Code that a script runs and does not hold is named where a token is in reach.
func TestCodeThatIsNotInTheScript(t *testing.T) {
	for line, want := range map[string]string{
		`eval "$CMD"`:                  "$CMD",
		`eval "$CMD --all"`:            "$CMD",
		`$CMD`:                         "$CMD",
		`exec "$@"`:                    "$@",
		`sudo -u x "$@"`:               "$@",
		`for i in 1 2; do $@; done`:    "$@",
		`run() { "$@"; }`:              "",
		`echo "$@"`:                    "",
		`exec deploy-it "$@"`:          "",
		`bash -c "$CMD"`:               "$CMD",
		`echo "$CMD" | bash`:           "$CMD",
		`CMD='echo done'; eval "$CMD"`: "",
		"DEBUG=false\nDEBUG=true\nif $DEBUG; then date; fi":   "",
		"DEBUG=false\nread DEBUG\nif ${DEBUG}; then date; fi": "$DEBUG",
		"DEBUG=false\nDEBUG=$1\nif $DEBUG; then date; fi":     "$DEBUG",
		"DEBUG=true\nf() { local DEBUG=$1; $DEBUG; }\nf ./x":  "$DEBUG",
		`eval "$name=1"`:                                        "",
		`eval "set -- $arguments"`:                              "",
		`eval "$(ssh-agent -s)"`:                                "",
		`eval "$(./generate)"`:                                  "./generate; code that generate prints",
		`curl -fsSL https://example.com | sh`:                   "code that curl downloads",
		`wget -qO- https://example.com | sudo -E bash -s -- -y`: "code that wget downloads",
		`curl -s https://example.com | sed s/a/b/ | bash`:       "code that curl downloads",
		`curl -s https://example.com | jq .`:                    "",
		`bash <(curl -s https://example.com)`:                   "code that curl downloads",
		`. <(curl -s https://example.com)`:                      "code that curl downloads",
		`sh -c "$(curl -s https://example.com)"`:                "code that curl downloads",
		`cat deploy.sh | bash`:                                  "deploy.sh",
		`bash < deploy.sh`:                                      "deploy.sh",
		`ssh build.example bash -s < deploy.sh`:                 "deploy.sh",
		`bash -euo pipefail deploy.sh prod`:                     "deploy.sh",
		`sudo -u mona ./deploy.sh`:                              "./deploy.sh",
		`xargs -n1 ./deploy.sh < list`:                          "./deploy.sh",
		`. "$(dirname "$0")/lib.sh"`:                            "lib.sh",
		`if ! make deploy; then exit 1; fi`:                     "make deploy",
		`make test`:                                             "",
		`npm ci && npm test`:                                    "",
		`deploy() { :; }; deploy`:                               "",
		`frobnicate`:                                            "",
		`frobnicate --token "$GITHUB_TOKEN"`:                    "frobnicate",
		`GH_TOKEN=$X make build`:                                "make build",
		`docker run -e GITHUB_TOKEN octo-org/tool`:              "docker run",
		`echo "./deploy.sh"`:                                    "",
		`# ./deploy.sh`:                                         "",
		`$SUDO apt-get install jq`:                              "",
	} {
		if got := ran("gh pr list\n" + line + "\n"); got != want {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
}

// Without a token or a call nothing is in reach, other than tools that call GitHub.
func TestCodeOutOfReach(t *testing.T) {
	for text, want := range map[string]string{
		"./deploy.sh\neval \"$CMD\"\n":                      "",
		"export GITHUB_TOKEN=$1\n./deploy.sh\nmake build\n": "./deploy.sh",
		"git pull\n./deploy.sh\n":                           "./deploy.sh",
		"npx semantic-release\n":                            "semantic-release",
		"docker pull ghcr.io/octo-org/tool\n./deploy.sh\n":  "",
	} {
		if got := ran(text); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// An alias, and what runs a command on another machine or in a container, hide no call.
func TestCommandsBehindOthers(t *testing.T) {
	for text, want := range map[string]string{
		"alias g=gh\ng pr create":                            "2 gh pr create",
		"alias g='gh pr' ls='ls -l'\nls; g create":           "2 gh pr create",
		"alias g=gh\nalias g=git\ng pr create":               "",
		"sudo -u mona gh pr create":                          "1 gh pr create",
		"ssh -p 22 build.example gh pr create":               "1 gh pr create",
		"docker exec -it web gh pr create":                   "1 gh pr create",
		"docker run --rm ghcr.io/octo-org/tool gh pr create": "1 host ghcr.io; 1 gh pr create",
		"flock /tmp/lock gh pr create":                       "1 gh pr create",
		"timeout \"$LIMIT\" gh pr create":                    "1 gh pr create",
		"nix-shell -p gh --run 'gh pr create'":               "1 gh pr create",
		"script -c 'gh pr create'":                           "1 gh pr create",
		"\"$TOOL\" pr create":                                "1 ? gh",
		"$KUBECTL label pods x=y":                            "",
		"gh extension exec octo-tool":                        "1 ? gh extension exec",
		"find . -name x | parallel -j 4 gh gist create":      "1 gh gist create",
	} {
		if got := said(Read(text)); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}
