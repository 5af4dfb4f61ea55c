package check

import (
	"fmt"
	"unicode/utf8"

	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
)

// MaxLink is the length in bytes up to which browsers, proxies and servers
// commonly take an address.
const MaxLink = 8000

// linkIsShort warns of a link that may be refused. It makes the link only where
// it could be that long: percent-encoding makes three bytes of one.
func linkIsShort(r *run, t *template) {
	bytes := len(r.Host) + len(t.Name) + len(t.Description) + len(t.TargetName)
	for name, level := range t.Permissions {
		bytes += len(name) + len(level) + 2
	}
	const rest = 200 // path and parameter names
	if 3*bytes+rest <= MaxLink || utf8.RuneCountInString(t.Description) > pat.MaxDescriptionLength {
		return
	}
	if n := len(prefill.URL(r.Host, t.Template.Template, r.Catalog)); n > MaxLink {
		r.warn(t, t.ArgumentRange("description"), "long-link", "Long link",
			fmt.Sprintf("The link has %d bytes. Browsers, mail clients, and proxies may truncate or reject links of more than %d bytes. "+
				"Shorten the description. A character outside of ASCII takes up to 12 bytes.", n, MaxLink))
	}
}
