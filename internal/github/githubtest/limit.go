package githubtest

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// window is an hour of somebody's primary limit.
//
// https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
type window struct {
	used  int
	reset time.Time
}

// nobody is the account of calls without a credential that is good.
const nobody = "nobody"

// window returns the present one of an account.
func (h *Handler) window(account string) *window {
	w := h.limits[account]
	if w == nil || !h.now().Before(w.reset) {
		w = &window{reset: h.now().Add(time.Hour).Truncate(time.Second)}
		h.limits[account] = w
	}
	return w
}

func (h *Handler) overLimit(r *request) *answer {
	if h.window(r.caller.account).used < h.world.RateLimit {
		return nil
	}
	return primaryLimit(r)
}

func primaryLimit(r *request) *answer {
	message := fmt.Sprintf("API rate limit exceeded for %s. If you reach out to GitHub Support for help, please include the request ID %s.", r.accountName(), requestID(r.number))
	return errorAnswer(http.StatusForbidden, message, docPrimary)
}

// count adds a call to its caller's hour, and says in the header what is left.
// An answer 304 and a look at the limits are free; who is over the limit stays there.
func (h *Handler) count(r *request, a *answer) {
	account := nobody
	if r.caller != nil {
		account = r.caller.account
	}
	w := h.window(account)
	free := a.status == http.StatusNotModified || r.op == nil || r.op.Path == "/rate_limit"
	if !free && w.used < h.world.RateLimit {
		w.used++
	}
	h.setLimit(a, w)
}

func (h *Handler) setLimit(a *answer, w *window) {
	for name, value := range map[string]int64{
		"Limit": int64(h.world.RateLimit), "Used": int64(w.used), "Remaining": int64(h.world.RateLimit - w.used), "Reset": w.reset.Unix(),
	} {
		a.header.Set("X-RateLimit-"+name, strconv.FormatInt(value, 10))
	}
	a.header.Set("X-RateLimit-Resource", "core")
}

// rateBody is a limit as GET /rate_limit gives it.
type rateBody struct {
	Limit     int    `json:"limit"`
	Used      int    `json:"used"`
	Remaining int    `json:"remaining"`
	Reset     int64  `json:"reset"`
	Resource  string `json:"resource"`
}

func rateLimit(h *Handler, r *request) *answer {
	w := h.window(r.caller.account)
	core := rateBody{h.world.RateLimit, w.used, h.world.RateLimit - w.used, w.reset.Unix(), "core"}
	search := rateBody{30, 0, 30, h.now().Add(time.Minute).Unix(), "search"}
	a := jsonAnswer(http.StatusOK, map[string]any{
		"resources": map[string]any{"core": core, "search": search}, "rate": core,
	})
	h.setLimit(a, w)
	return a
}
