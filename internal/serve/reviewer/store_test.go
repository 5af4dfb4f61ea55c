package reviewer_test

import (
	"errors"
	"testing"
)

// TestBrokenStore: what is not known from the store keeps a look from acting, and each failure of the
// store leads to another look.
func TestBrokenStore(t *testing.T) {
	for method, posts := range map[string]int{"Lock": 0, "Status": 0, "Open": 0, "Revoked": 0, "Keep": 3} {
		t.Run(method, func(t *testing.T) {
			r := newRig(t, reviews, world())
			r.store.broken = method
			found, err := r.look()
			if !errors.Is(err, errFull) || len(r.posts) != posts || len(found.Outcomes) != posts {
				t.Errorf("%v, the calls %v, and %d outcomes", err, r.posts, len(found.Outcomes))
			}
			if kept := r.status(); (method == "Open" || method == "Revoked") && (kept.Failures != 1 || len(kept.Gaps) != 1) {
				t.Errorf("the status is %+v", kept)
			}
			if method == "Revoked" {
				if why := whys(r.status())[11]; why != "Nothing was done, because the look failed: count the revocations of the last 24 hours: no space left on device." {
					t.Errorf("the request is pending because %q", why)
				}
			}
			r.store.broken = ""
			r.settle(3)
			r.wantListed([]int64{13}, []int64{21, 22, 50000001})
			r.wantNothingTwice()
		})
	}
}
