package githubtest

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/patctl/patctl/internal/github/githubtest/body"
)

// answer is what the server says to a request, before the headers that every
// answer has.
type answer struct {
	status int
	header http.Header
	body   []byte
	// whole is the body without the elements that are broken on purpose, where
	// there are some: what GitHub's description is held against.
	whole []byte
	// broken: a fault made it, and GitHub's description does not matter.
	broken bool
	// wire is how the answer gets lost on its way.
	wire FaultKind
}

// checked is what GitHub's description is held against.
func (a *answer) checked() Answer {
	return Answer{Status: a.status, Header: a.header, Body: a.body, Described: a.described()}
}

func (a *answer) described() []byte {
	if a.whole != nil {
		return a.whole
	}
	return a.body
}

const jsonType = "application/json; charset=utf-8"

func jsonAnswer(status int, content any) *answer {
	a := &answer{status: status, header: http.Header{}, body: body.Marshal(content)}
	a.header.Set("Content-Type", jsonType)
	return a
}

func emptyAnswer(status int) *answer { return &answer{status: status, header: http.Header{}} }

// errorBody is the form of GitHub's errors.
type errorBody struct {
	Message          string            `json:"message"`
	Errors           []validationError `json:"errors,omitempty"`
	DocumentationURL string            `json:"documentation_url"`
	Status           string            `json:"status"`
}

type validationError struct {
	Resource string `json:"resource"`
	Field    string `json:"field"`
	Code     string `json:"code"`
}

// The pages of GitHub's documentation that its errors name.
const (
	docTokens    = "https://docs.github.com/rest/orgs/personal-access-tokens"
	docApps      = "https://docs.github.com/rest/apps/apps"
	docIssues    = "https://docs.github.com/rest/issues/issues"
	docRest      = "https://docs.github.com/rest"
	docPrimary   = "https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-primary-rate-limits"
	docSecondary = "https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits"
)

func errorAnswer(status int, message, doc string) *answer {
	return jsonAnswer(status, errorBody{Message: message, DocumentationURL: doc, Status: strconv.Itoa(status)})
}

func notFound() *answer { return errorAnswer(http.StatusNotFound, "Not Found", docTokens) }

// invalid is the answer to a field that GitHub cannot take.
func invalid(field string) *answer {
	return jsonAnswer(http.StatusUnprocessableEntity, errorBody{
		Message:          "Validation Failed",
		Errors:           []validationError{{Resource: "PersonalAccessToken", Field: field, Code: "invalid"}},
		DocumentationURL: docTokens, Status: "422",
	})
}

// joinElements writes an array of elements that are written already.
func joinElements(elements []json.RawMessage) []byte {
	size := 2
	for _, e := range elements {
		size += len(e) + 1
	}
	out := append(make([]byte, 0, size), '[')
	for i, e := range elements {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, e...)
	}
	return append(out, ']')
}

// requestID is an X-GitHub-Request-Id: of GitHub's form, and the same in every run.
func requestID(call int) string {
	return fmt.Sprintf("C0DE:%04X:1A2B3C:4D5E6F:%08X", call&0xffff, call)
}

// conditional gives an answer to a GET its ETag, and makes it 304 where the
// client has it already. Such an answer has no Link header.
//
// GitHub says only that an ETag represents an answer, and that answers vary by
// Accept, Authorization and Cookie. As observed, it is the hash of these and
// the body: a new installation token changes it.
//
// https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
func (h *Handler) conditional(r *request, a *answer) {
	if r.Method != http.MethodGet || a.status != http.StatusOK || a.wire != "" || r.op != nil && r.op.Path == "/rate_limit" {
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
