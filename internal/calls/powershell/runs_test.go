package powershell

import (
	"strings"
	"testing"
)

// Code that a script runs and does not hold is named, and gh behind another name is
// unclear.
func TestCodeThatIsNotInTheScript(t *testing.T) {
	for line, want := range map[string]string{
		`.\deploy.ps1`:                        "./deploy.ps1",
		`& .\deploy.ps1 -All`:                 "./deploy.ps1",
		`. ./lib.ps1`:                         "./lib.ps1",
		`if ($x) { ./deploy.ps1 }`:            "./deploy.ps1",
		`bash deploy.sh`:                      "deploy.sh",
		`python tools\sync.py`:                "python tools/sync.py",
		`npm run release`:                     "npm run release",
		`npm ci; npm test`:                    "",
		`npx semantic-release`:                "semantic-release",
		`goreleaser release`:                  "goreleaser",
		`frobnicate --token $env:GH_TOKEN`:    "frobnicate",
		`Write-Host "./deploy.ps1"`:           "",
		`# ./deploy.ps1`:                      "",
		`iex (irm https://example.com/x.ps1)`: "code that irm downloads",
		`irm https://example.com/x.ps1 | iex`: "code that Invoke-Expression gets",
		`Invoke-Expression $command`:          "$command",
		`& $command`:                          "$command",
		`$data | ForEach-Object { $_.name }`:  "",
		`$path = "./deploy.ps1"`:              "",
		`$all.Where({ $_ })`:                  "",
		"$x\n  .Trim()":                       "",
		"Set-Alias g gh\ng pr create":         "? gh",
		`& $tool pr create`:                   "? gh",
	} {
		r := Read("gh pr list\n" + line + "\n")
		var found []string
		for _, run := range r.InReach() {
			found = append(found, run.What)
		}
		for _, u := range r.Unclear {
			found = append(found, "? "+u.Call)
		}
		if got := strings.Join(found, "; "); got != want {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
}
