package githubtest

import (
	"encoding/json"
	"net/http"
	"slices"
	"unicode/utf8"

	"github.com/patctl/patctl/internal/pat"
)

// reviewBody is what a review sends.
type reviewBody struct {
	Action     string  `json:"action"`
	Reason     *string `json:"reason"`
	RequestIDs []int64 `json:"pat_request_ids"`
	TokenIDs   []int64 `json:"pat_ids"`
}

// GitHub's limits of a review.
//
// https://docs.github.com/en/rest/orgs/personal-access-tokens
const (
	maxReviews = 100
	maxReason  = 1024
)

// read reads a review's body, or says which field is wrong.
func (b *reviewBody) read(r *request, actions ...string) *answer {
	switch {
	case json.Unmarshal(r.body, b) != nil:
		return errorAnswer(http.StatusBadRequest, "Problems parsing JSON", docTokens)
	case !slices.Contains(actions, b.Action):
		return invalid("action")
	case b.Reason != nil && utf8.RuneCountInString(*b.Reason) > maxReason:
		return invalid("reason")
	}
	return nil
}

func wrongIDs(ids []int64) bool { return len(ids) == 0 || len(ids) > maxReviews }

// reviewMany answers 202, which promises and does not tell: ids that do not
// exist are passed over in silence.
func reviewMany(h *Handler, r *request) *answer {
	var b reviewBody
	if a := b.read(r, "approve", "deny"); a != nil {
		return a
	}
	if wrongIDs(b.RequestIDs) {
		return invalid("pat_request_ids")
	}
	h.take(r, b.RequestIDs, b.Action)
	return jsonAnswer(http.StatusAccepted, struct{}{})
}

func revokeMany(h *Handler, r *request) *answer {
	var b reviewBody
	if a := b.read(r, "revoke"); a != nil {
		return a
	}
	if wrongIDs(b.TokenIDs) {
		return invalid("pat_ids")
	}
	h.take(r, b.TokenIDs, b.Action)
	return jsonAnswer(http.StatusAccepted, struct{}{})
}

func reviewOne(h *Handler, r *request) *answer {
	return h.takeOne(r, pat.KindRequest, "approve", "deny")
}

func revokeOne(h *Handler, r *request) *answer {
	return h.takeOne(r, pat.KindToken, "revoke")
}

func (h *Handler) takeOne(r *request, kind pat.Kind, actions ...string) *answer {
	g := r.grant(kind)
	if g == nil {
		return notFound()
	}
	var b reviewBody
	if a := b.read(r, actions...); a != nil {
		return a
	}
	h.take(r, []int64{g.ID}, b.Action)
	return emptyAnswer(http.StatusNoContent)
}

// lateReview is a review that takes effect only after some more looks at lists.
type lateReview struct {
	after  int
	effect func()
}

// take makes a review take effect: now, later or never, as the faults say.
func (h *Handler) take(r *request, ids []int64, action string) {
	org, kind := r.org, r.kind()
	effect := func() {
		for _, id := range ids {
			h.review(org, kind, id, action)
		}
	}
	if r.fault(FaultNoEffect) != nil {
		return
	}
	if f := r.fault(FaultLate); f != nil {
		h.late = append(h.late, lateReview{after: f.Count, effect: effect})
		return
	}
	effect()
}

// settle lets late reviews take effect, each after as many lists as it is late.
func (h *Handler) settle() {
	waiting := h.late[:0]
	for _, l := range h.late {
		if l.after > 0 {
			l.after--
			waiting = append(waiting, l)
			continue
		}
		l.effect()
	}
	h.late = waiting
}

// review removes a request or token from its list. An approved request becomes
// a token, with an id of its own.
func (h *Handler) review(org *Organization, kind pat.Kind, id int64, action string) {
	list := org.grants(kind)
	i := slices.IndexFunc(*list, func(g Grant) bool { return g.ID == id })
	if i < 0 {
		return
	}
	g := (*list)[i]
	*list = slices.Delete(*list, i, i+1)
	if action != "approve" {
		return
	}
	now := h.now()
	g.Kind, g.ID, g.Since, g.Reason = pat.KindToken, h.nextID, &now, nil
	h.nextID++
	org.Tokens = slices.Insert(org.Tokens, 0, g)
}
