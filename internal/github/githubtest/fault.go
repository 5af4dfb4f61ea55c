package githubtest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// FaultKind is how an answer goes wrong.
type FaultKind string

// The kinds of faults, with the fields of Fault that they use.
const (
	// An answer of the test's making, which is not held against GitHub's description.
	FaultStatus         FaultKind = "status"          // Status, Header, Body, Seconds (Retry-After)
	FaultPrimaryLimit   FaultKind = "primary_limit"   // 403 until Seconds from now
	FaultSecondaryLimit FaultKind = "secondary_limit" // 403; Seconds (Retry-After)
	FaultHTML           FaultKind = "html"            // a page for people; Status (200)
	FaultRedirect       FaultKind = "redirect"        // To, Status (301)
	FaultEcho           FaultKind = "echo"            // the request's header in body and header; Status (400), To

	// The true answer is lost on its way.
	FaultCut   FaultKind = "cut"   // half of the body
	FaultHang  FaultKind = "hang"  // nothing, until the client gives up
	FaultReset FaultKind = "reset" // the connection breaks

	// A list goes wrong.
	FaultNextSelf FaultKind = "next_self" // the page names itself as the next
	FaultEndless  FaultKind = "endless"   // every page names a next one; beyond the last the elements come again, with New as new ones
	FaultRepeat   FaultKind = "repeat"    // the page begins with the last Count (1) elements of the one before
	FaultElement  FaultKind = "element"   // Value instead of the element Index
	FaultGrow     FaultKind = "grow"      // Count (1) new elements come before the first
	FaultShrink   FaultKind = "shrink"    // the first Count (1) elements go
	FaultStale    FaultKind = "stale"     // requests or tokens as they were before the list last grew or shrank, as of a replica that lags
	FaultEmpty    FaultKind = "empty"     // the page has no elements, and names others as ever
	FaultPartial  FaultKind = "partial"   // the page lacks its first Count (1) elements, and says so, as for single sign-on

	// What the server holds goes wrong.
	FaultExpireToken FaultKind = "expire_token" // the call's token ends now
	FaultNoEffect    FaultKind = "no_effect"    // a review does nothing
	FaultLate        FaultKind = "late"         // a review takes effect after Count more lists
)

var faultKinds = []FaultKind{
	FaultStatus, FaultPrimaryLimit, FaultSecondaryLimit, FaultHTML, FaultRedirect, FaultEcho, FaultCut, FaultHang,
	FaultReset, FaultNextSelf, FaultEndless, FaultRepeat, FaultElement, FaultGrow, FaultShrink, FaultStale, FaultEmpty,
	FaultPartial, FaultExpireToken, FaultNoEffect, FaultLate,
}

// Fault makes some calls go wrong: those for which all of the first group of
// fields hold, where they are given.
type Fault struct {
	Method       string `json:"method,omitempty"`
	Path         string `json:"path,omitempty"` // as GitHub's description has it, with braces, or of one call
	Organization string `json:"organization,omitempty"`
	Page         int    `json:"page,omitempty"`
	Nth          int    `json:"nth,omitempty"`   // the first of the matching calls that goes wrong, from 1
	Times        int    `json:"times,omitempty"` // how many of them, from there; 0: all

	Do      FaultKind         `json:"do"`
	Status  int               `json:"status,omitempty"`
	Header  map[string]string `json:"header,omitempty"`
	Body    string            `json:"body,omitempty"`
	Seconds int               `json:"seconds,omitempty"`
	To      string            `json:"to,omitempty"`
	Count   int               `json:"count,omitempty"`
	Index   int               `json:"index,omitempty"`
	New     bool              `json:"new,omitempty"`
	Value   json.RawMessage   `json:"value,omitempty"`
}

// check says what no Fault can be.
func (f *Fault) check() error {
	switch {
	case !slices.Contains(faultKinds, f.Do):
		return fmt.Errorf("it does %q, which is none of %q", f.Do, faultKinds)
	case f.Do == FaultStatus && f.Status < 100:
		return fmt.Errorf("it has no status")
	case f.Do == FaultRedirect && f.To == "":
		return fmt.Errorf("it redirects to nowhere: to is missing")
	case f.Do == FaultElement && len(f.Value) == 0:
		return fmt.Errorf("it has no value for the element")
	case f.Path != "" && !hasPath(f.Path):
		return fmt.Errorf("the path %s is in no call that the server knows", f.Path)
	}
	return nil
}

// strike counts a call for each fault that it matches, and returns those that
// strike it.
func (h *Handler) strike(r *request) []Fault {
	var out []Fault
	for i, f := range h.world.Faults {
		if !f.matches(r) {
			continue
		}
		h.hits[i]++
		first := max(1, f.Nth)
		if h.hits[i] >= first && (f.Times == 0 || h.hits[i] < first+f.Times) {
			out = append(out, f)
		}
	}
	return out
}

func (f *Fault) matches(r *request) bool {
	page, _ := r.paging()
	return (f.Method == "" || f.Method == r.Method) &&
		(f.Path == "" || r.op != nil && f.Path == r.op.Path || f.Path == strings.TrimPrefix(r.URL.Path, enterprisePrefix)) &&
		(f.Organization == "" || r.org != nil && strings.EqualFold(f.Organization, r.org.Login)) &&
		(f.Page == 0 || f.Page == page)
}

// fault returns the fault of a kind that strikes the call, or nil.
func (r *request) fault(kind FaultKind) *Fault {
	i := slices.IndexFunc(r.faults, func(f Fault) bool { return f.Do == kind })
	if i < 0 {
		return nil
	}
	return &r.faults[i]
}
