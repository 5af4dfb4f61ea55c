package transport

import "net/http"

// Refusals notices answers that may mean that an identity has other access than before, or
// none: the App was removed, or installed again, or has other permissions.
type Refusals struct {
	Next    http.RoundTripper
	Refused func()
}

// RoundTrip makes a call.
func (t *Refusals) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := t.Next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	switch resp.StatusCode {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound:
		t.Refused()
	}
	return resp, nil
}
