package explain

import "github.com/patctl/patctl/internal/catalog"

// certainty says how sure it is what a call needs.
type certainty string

const (
	documented certainty = "documented" // by GitHub's data, or by its pages
	observed   certainty = "observed"   // in answers of GitHub that people reported
	derived    certainty = "derived"    // from what does the same, or from siblings
	unknown    certainty = "unknown"
)

// certaintyOf says how sure it is what an endpoint needs.
func certaintyOf(e catalog.Endpoint) certainty {
	switch {
	case e.FineGrained == catalog.FineGrainedUnknown:
		return unknown
	case e.Judged || e.Source == "judgement":
		return derived
	case e.Source == "observed":
		return observed
	}
	return documented
}
