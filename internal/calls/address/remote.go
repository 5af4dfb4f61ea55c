package address

import (
	"strings"

	"github.com/patctl/patctl/internal/lazyregexp"
)

// elsewhere is a remote that no token opens: over SSH, on another host, a folder.
var elsewhere = lazyregexp.New(`(?:^|\s)["']?(?:[\w.-]+@[\w.-]+:|ssh://|git://|file://|\.{1,2}/|/)`)

// webAddress matches the host of a web address, after an optional user name and password.
var webAddress = lazyregexp.New(`https?://(?:[^/\s"'@]*@)?([^/\s"':]+)`)

// expression is a value that GitHub Actions puts in.
var expression = lazyregexp.New(`\$\{\{[^{}]*\}\}`)

// IsElsewhere reports whether the arguments of Git name a remote that is not
// GitHub's over HTTPS.
func IsElsewhere(arguments string) bool {
	arguments = expression.ReplaceAllString(arguments, "$$x") // with its spaces it would end the address
	if match := webAddress.FindStringSubmatch(arguments); match != nil {
		host := strings.ToLower(match[1])
		return host != "github.com" && host != "gist.github.com" && !strings.HasSuffix(host, ".ghe.com") && !strings.ContainsAny(host, "${%") && !strings.Contains(host, "github")
	}
	return elsewhere.MatchString(arguments)
}
