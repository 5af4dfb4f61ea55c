// Package delivery has what GitHub tells of the deliveries of an App's webhook. It knows nothing
// of a world.
package delivery

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/github/githubtest/body"
)

// Event is that of deliveries about requests.
const Event = "personal_access_token_request"

// Delivery is one that was made.
type Delivery struct {
	ID            int64
	GUID          string
	DeliveredAt   time.Time
	Redelivery    bool
	Status        string
	StatusCode    int // 0: nobody answered
	Event, Action string
}

// GUID returns that of a delivery.
func GUID(id int64) string { return fmt.Sprintf("0b989ba4-242f-11e5-81e1-%012d", id) }

// Status returns what GitHub says about the status of an answer.
func Status(code int) string {
	switch {
	case code == 0:
		return "failed to connect to host"
	case code/100 == 2:
		return "OK"
	}
	return "Invalid HTTP Response: " + strconv.Itoa(code)
}

// Fields returns a delivery as it is listed.
func Fields(d Delivery) map[string]any {
	var action any = "created"
	if d.Event != Event {
		action = nil
	}
	if d.Action != "" {
		action = d.Action
	}
	return map[string]any{
		"id": d.ID, "guid": d.GUID, "delivered_at": d.DeliveredAt.UTC().Format(time.RFC3339), "redelivery": d.Redelivery, "duration": 0.27,
		"status": d.Status, "status_code": d.StatusCode, "event": d.Event, "action": action, "installation_id": body.Number(strings.ToLower(d.GUID)),
		"repository_id": nil, "throttled_at": nil,
	}
}
