package notify

import "time"

// window holds sending to a number of messages in any minute.
type window struct{ sent []time.Time }

// wait is how long to wait before the next message, of at most so many a minute.
func (w *window) wait(now time.Time, perMinute int) time.Duration {
	for len(w.sent) > 0 && now.Sub(w.sent[0]) >= time.Minute {
		w.sent = w.sent[1:]
	}
	if len(w.sent) < perMinute {
		return 0
	}
	return w.sent[len(w.sent)-perMinute].Add(time.Minute).Sub(now)
}

func (w *window) add(now time.Time) { w.sent = append(w.sent, now) }

// takeBack makes room again for a message that was not sent.
func (w *window) takeBack() {
	if n := len(w.sent); n > 0 {
		w.sent = w.sent[:n-1]
	}
}
