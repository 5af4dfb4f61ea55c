package githubtest

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
)

// conditional gives an answer to a GET its ETag, and makes it 304 where the
// client has it already. Such an answer has no Link header.
//
// GitHub says only that an ETag stands for an answer, and that answers vary by
// Accept, Authorization and Cookie. As observed, it is the hash of these and
// the body: a new installation token changes it.
//
// https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
func (h *Handler) conditional(r *request, a *answer) {
	if r.Method != http.MethodGet || a.status != http.StatusOK || a.wire != "" || r.op != nil && r.op.path == "/rate_limit" {
		return
	}
	tag := etag(r.Header, a.body)
	a.header.Set("ETag", `W/"`+tag+`"`)
	a.header.Set("Vary", "Accept, Authorization, Cookie, X-GitHub-OTP, Accept-Encoding, Accept, X-Requested-With")
	a.header.Set("Cache-Control", "private, max-age=60, s-maxage=60")
	if !strings.Contains(r.Header.Get("If-None-Match"), `"`+tag+`"`) {
		return
	}
	a.status, a.body, a.whole = http.StatusNotModified, nil, nil
	a.header.Del("Link")
	a.header.Del("Content-Type")
}

func etag(header http.Header, body []byte) string {
	hash := sha256.New()
	for _, name := range []string{"Accept", "Authorization", "Cookie"} {
		if value := header.Get(name); value != "" {
			hash.Write([]byte(value + ":"))
		}
	}
	hash.Write(body)
	return hex.EncodeToString(hash.Sum(nil))
}
