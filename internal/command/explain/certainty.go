package explain

import (
	"strings"

	"github.com/patctl/patctl/internal/catalog"
)

// certainty says how sure it is what a call needs.
type certainty string

const (
	documented certainty = "documented" // by GitHub's data, or by its pages
	observed   certainty = "observed"   // in answers of GitHub that people reported
	derived    certainty = "derived"    // from what does the same, or from siblings
	unknown    certainty = "unknown"
)

// text tells where the answer comes from for a call that is not an endpoint; "": from
// GitHub. twin: it is derived from an endpoint that does the same.
func (c certainty) text(name string, twin bool) string {
	switch c {
	case observed:
		return "GitHub doesn't document this. Users report it."
	case derived:
		from := map[string]string{"gh": "the calls that the command makes", "graphql": "the REST endpoint that does the same", "uses": "the action's documentation and source"}
		kind, _, _ := strings.Cut(name, " ")
		if source, ok := from[kind]; ok && (twin || kind != "graphql") {
			return "GitHub doesn't document this. It is derived from " + source + "."
		}
		return "GitHub doesn't document this. It is derived from what is similar."
	}
	return ""
}

// certaintyOf says how sure it is what an endpoint needs.
func certaintyOf(e catalog.Endpoint) certainty { return certainty(e.Certainty()) }
