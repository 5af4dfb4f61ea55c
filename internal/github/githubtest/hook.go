package githubtest

import (
	"cmp"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/patctl/patctl/internal/github/githubtest/delivery"
)

// Hook is the configuration of an App's webhook.
type Hook struct {
	URL         string `json:"url"`
	ContentType string `json:"content_type,omitempty"` // json
	InsecureSSL any    `json:"insecure_ssl,omitempty"` // "0"; GitHub describes a number, too
	NoSecret    bool   `json:"no_secret,omitempty"`
}

// Delivery is one that the App's webhook made. ID, GUID, DeliveredAt, Event, and StatusCode
// have defaults: a delivery of personal_access_token_request a minute ago that arrived.
type Delivery struct {
	ID          int64     `json:"id,omitempty"`
	GUID        string    `json:"guid,omitempty"`
	DeliveredAt time.Time `json:"delivered_at,omitzero"`
	Redelivery  bool      `json:"redelivery,omitempty"`
	Status      string    `json:"status,omitempty"`
	StatusCode  *int      `json:"status_code,omitempty"` // 0: nobody answered
	Event       string    `json:"event,omitempty"`
	Action      string    `json:"action,omitempty"`
	Broken
}

// showHook answers with the configuration of the App's webhook. What GitHub answers to an App
// without one it does not document.
//
// https://docs.github.com/en/rest/apps/webhooks#get-a-webhook-configuration-for-an-app
func showHook(h *Handler, _ *request) *answer {
	hook := h.world.App.Hook
	if hook == nil {
		return errorAnswer(http.StatusNotFound, "Not Found", docHooks)
	}
	fields := map[string]any{"url": hook.URL, "content_type": cmp.Or(hook.ContentType, "json"), "insecure_ssl": "0"}
	if hook.InsecureSSL != nil {
		fields["insecure_ssl"] = hook.InsecureSSL
	}
	if !hook.NoSecret {
		fields["secret"] = "********"
	}
	return jsonAnswer(http.StatusOK, fields)
}

const docHooks = "https://docs.github.com/rest/apps/webhooks"

// cursorPrefix begins the cursors of the list, which name the last delivery of a page.
const cursorPrefix = "v1_"

// listDeliveries answers with deliveries, newest first. This list has cursors, not pages.
func listDeliveries(h *Handler, r *request) *answer {
	all := h.world.App.Deliveries
	if cursor := r.query.Get("cursor"); cursor != "" {
		for i := range all {
			if cursor == cursorPrefix+strconv.FormatInt(all[i].at(i, h.now()).ID, 10) {
				all = all[i+1:]
				break
			}
		}
	}
	skipped := len(h.world.App.Deliveries) - len(all)
	_, perPage := r.paging()
	shown := min(len(all), perPage)
	a := r.list(shown, func(i int) element {
		d := all[i].at(skipped+i, h.now())
		return d.element(d.fields())
	})
	if shown > 0 && shown < len(all) {
		last := all[shown-1].at(skipped+shown-1, h.now())
		query := url.Values{"per_page": {strconv.Itoa(perPage)}, "cursor": {cursorPrefix + strconv.FormatInt(last.ID, 10)}}
		a.header.Set("Link", "<"+r.base+"/app/hook/deliveries?"+query.Encode()+`>; rel="next"`)
	}
	return a
}

// at is the delivery with its defaults, at a place in the list.
func (d Delivery) at(index int, now time.Time) Delivery {
	d.ID = cmp.Or(d.ID, 9_000_000-int64(index))
	d.GUID = cmp.Or(d.GUID, delivery.GUID(d.ID))
	d.Event = cmp.Or(d.Event, delivery.Event)
	if d.DeliveredAt.IsZero() {
		d.DeliveredAt = now.Add(-time.Duration(index+1) * time.Minute)
	}
	if d.StatusCode == nil {
		code := http.StatusOK
		d.StatusCode = &code
	}
	d.Status = cmp.Or(d.Status, delivery.Status(*d.StatusCode))
	return d
}

func (d Delivery) fields() map[string]any {
	return delivery.Fields(delivery.Delivery{
		ID: d.ID, GUID: d.GUID, DeliveredAt: d.DeliveredAt, Redelivery: d.Redelivery, Status: d.Status, StatusCode: *d.StatusCode, Event: d.Event, Action: d.Action,
	})
}

// noDelivery answers that no delivery has the id.
func noDelivery(*Handler, *request) *answer {
	return errorAnswer(http.StatusNotFound, "Not Found", docHooks)
}
