package shell

import "testing"

// Packages that Git fetches are calls, and the commands of hub are unclear.
func TestOtherCommands(t *testing.T) {
	for command, want := range map[string]string{
		"pip install git+https://x:${TOKEN}@github.com/octo-org/api.git@main": "1 git fetch",
		"npm install git+https://github.com/octo-org/api":                     "1 git fetch",
		"pip install git+https://gitlab.com/octo-org/api":                     "",
		"pip install requests":                                                "",
		"hub pull-request -m x":                                               "1 ? hub",
		"hub release create v1":                                               "1 ? hub",
		"hub --version":                                                       "",
		"echo hub pull-request":                                               "",
	} {
		if got := said(Read(command)); got != want {
			t.Errorf("%s: %s, want %s", command, got, want)
		}
	}
}
