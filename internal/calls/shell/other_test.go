package shell

import "testing"

// Packages that Git fetches are calls, and the commands of hub are unclear.
func TestOtherCommands(t *testing.T) {
	for command, want := range map[string]string{
		"pip install git+https://x:${TOKEN}@github.com/octo-org/api.git@main":              "1 git fetch",
		"npm install git+https://github.com/octo-org/api":                                  "1 git fetch",
		"pip install git+https://gitlab.com/octo-org/api":                                  "",
		"npm i github:octo-org/api":                                                        "1 git fetch",
		"npm i octo-org/api":                                                               "1 git fetch",
		"npm i @octo-org/api":                                                              "",
		"npm install git+ssh://git@github.com/octo-org/api":                                "",
		"npm run build src/a":                                                              "",
		"yarn add https://github.com/octo-org/api":                                         "1 git fetch",
		"npx degit octo-org/api":                                                           "1 git fetch",
		"cargo install --git https://github.com/octo-org/api":                              "1 git fetch",
		"brew tap octo-org/tools":                                                          "1 git fetch",
		"brew install octo-org":                                                            "",
		"go get github.com/octo-org/api":                                                   "1 git fetch",
		"go install github.com/octo-org/api@latest":                                        "1 git fetch",
		"go mod download":                                                                  "",
		"export GOPRIVATE=github.com/octo-org; go mod download":                            "1 git fetch",
		"svn checkout https://github.com/octo-org/api/trunk":                               "1 ? svn",
		"git remote add -f up https://github.com/octo-org/api":                             "1 git fetch",
		"git remote add up https://github.com/octo-org/api":                                "",
		`git config --global url."https://x:$T@github.com/".insteadOf https://github.com/`: "1 git fetch?",
		"pip install https://github.com/octo-org/api/archive/main.zip":                     "1 ? host github.com",
		"pip install requests":                                                             "",
		"hub pull-request -m x":                                                            "1 ? hub",
		"hub release create v1":                                                            "1 ? hub",
		"hub --version":                                                                    "",
		"echo hub pull-request":                                                            "",
	} {
		if got := said(Read(command)); got != want {
			t.Errorf("%s: %s, want %s", command, got, want)
		}
	}
}
