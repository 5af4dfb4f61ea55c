package proxy

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"

	"github.com/patctl/patctl/internal/record"
)

// Each kind of secret has a mark, by which it is found wherever it gets to. Capitals don't count.
const (
	tokenMark, nameMark, cookieMark, headerMark = "tk7n", "nm7n", "ck7n", "hd7n"
	bodyMark, queryMark, literalMark            = "bd7n", "qr7n", "gq7n"
)

// hostile makes what hostile clients and servers send. A seed gives the same each time.
type hostile struct{ *rand.Rand }

func pick[T any](h hostile, of ...T) T { return of[h.IntN(len(of))] }

func (h hostile) garbage(most int) string {
	b := make([]byte, h.IntN(most))
	for i := range b {
		b[i] = byte(h.Uint32())
	}
	return string(b)
}

func (h hostile) token() string {
	tail := tokenMark + strings.Repeat("Ab3", h.IntN(20))
	return pick(h, "ghp_", "gho_", "ghs_", "ghu_", "ghr_", "github_pat_11ABC_", "GHP_") + tail
}

// encoded is a secret as it is, or in a form that can be read back.
func (h hostile) encoded(secret string) string {
	all := ""
	for _, b := range []byte(secret) {
		all += fmt.Sprintf("%%%02X", b)
	}
	return pick(h, secret, url.PathEscape(secret), all, url.PathEscape(all), base64.URLEncoding.EncodeToString([]byte("mona:"+secret)), "x"+secret)
}

func (h hostile) path() string {
	segments := []string{}
	for range h.IntN(7) {
		segments = append(segments, pick(h, "repos", "user", "issues", "orgs", "graphql", "contents", "..", ".", "", nameMark, h.encoded(h.token()), h.encoded(nameMark),
			".github", "workflows", nameMark+".yml", "info", "refs", "git-receive-pack", "%2F", "%00", "%zz", strings.Repeat("a/", h.IntN(200)), "api", "v3", "lfs", "objects", "batch", "locks"))
	}
	path := pick(h, "/", "/repos/"+nameMark+"/", "/", "//") + strings.Join(segments, "/")
	return path + pick(h, "", "?access_token="+h.encoded(h.token())+"&q="+queryMark, "?service=git-receive-pack&x="+queryMark, "?", "?"+queryMark+";%zz")
}

func (h hostile) host() string {
	return pick(h, "api.github.com", "api.github.com", "uploads.github.com", "github.com", "gist.github.com", h.token()+".github.com", "API.GitHub.com", "raw.githubusercontent.com")
}

func (h hostile) method() string {
	return pick(h, "GET", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND", strings.ToUpper(nameMark), "get")
}

func (h hostile) body() string {
	literal := fmt.Sprintf("%q", literalMark+h.token())
	document := pick(h, `query { viewer { login } }`, `mutation { createIssue(input: {title: `+literal+`}) { clientMutationId } }`, `{ repository(owner: `+literal+`, name: "`+nameMark+`") { id } }`,
		`query `+nameMark+` { `+nameMark+`: viewer { `+nameMark+` } }`, `subscription { x }`, strings.Repeat("{a", h.IntN(300)), `fragment `+nameMark+` on `+nameMark+` { id }`, literal, h.garbage(200), `# `+literal)
	text, _ := json.Marshal(map[string]any{"query": document, "variables": map[string]string{nameMark: literalMark}, "operationName": nameMark})
	return pick(h, string(text), "["+string(text)+"]", bodyMark+h.garbage(3000), `{"operation":"upload","objects":["`+bodyMark+`"]}`, "", strings.Repeat(bodyMark, h.IntN(20000)))
}

// headers are lines of a request.
func (h hostile) headers() string {
	lines := ""
	for range h.IntN(6) {
		lines += pick(h, "Authorization: token "+h.token(), "Authorization: Basic "+base64.StdEncoding.EncodeToString([]byte("mona:"+h.token())), "Cookie: user_session="+cookieMark,
			"X-Header: "+headerMark+strings.Repeat("x", h.IntN(5000)), "Accept: application/vnd.github."+headerMark+".diff", "Content-Encoding: "+headerMark, "Transfer-Encoding: chunked", "Expect: 100-continue",
			"User-Agent: "+headerMark, "X-GitHub-Api-Version: "+headerMark, "Trailer: X-Trailer", "Connection: keep-alive, "+headerMark, "Proxy-Authorization: Basic "+h.token(), "Content-Length: "+pick(h, "5", "-1", headerMark, "99999999999")) + "\r\n"
	}
	return lines
}

// behind answers as no server should. It knows the requests that it has seen.
type behind struct {
	mu   sync.Mutex
	rand hostile
	seen map[string]bool
}

func (b *behind) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	h := hostile{rand.New(rand.NewPCG(b.rand.Uint64(), 1))}
	if id := r.Header.Get("X-Id"); id != "" && strings.Contains(r.Host, "github") {
		b.seen[id] = true
	}
	b.mu.Unlock()
	for range h.IntN(5) {
		w.Header().Add(pick(h, "Location", "Link", "Set-Cookie", "X-Accepted-GitHub-Permissions", "X-OAuth-Scopes", "WWW-Authenticate", "Alt-Svc", "Trailer"),
			pick(h, "https://api.github.com/x?access_token="+h.token(), "<https://api.github.com/"+nameMark+">; rel=next", "user_session="+cookieMark, "issues="+headerMark, h.token()+"=read", "issues=read,"+h.token()+"=write", "issues=read", headerMark+strings.Repeat("x", h.IntN(5000))))
	}
	hijacker, hijacks := w.(http.Hijacker)
	switch kind := h.IntN(10); {
	case kind == 0:
		panic(http.ErrAbortHandler) // HTTP/2: the stream is reset
	case kind == 1 && hijacks:
		conn, _, _ := hijacker.Hijack()
		_, _ = io.WriteString(conn, pick(h, "HTTP/1.1 000 "+headerMark+"\r\n\r\n", "HTTP/1.1 099 x\r\n\r\n", "HTTP/1.1 1000 x\r\n\r\n", "HTTP/1.1 "+h.token()+" x\r\n\r\n", h.garbage(400), "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"+bodyMark,
			"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 "+headerMark+bodyMark+"\r\n\r\n", "HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"+bodyMark, "HTTP/1.1 200 OK\r\n"+headerMark+"\r\n\r\n",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n3\r\nabc\r\n0\r\nX-T: "+headerMark+"\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"+headerMark))
		_ = conn.Close()
	default:
		statuses := []int{200, 201, 204, 301, 302, 304, 401, 403, 404, 418, 500, 599, 600, 999, 205}
		if r.ProtoMajor == 1 { // with HTTP/2, Go's server would still read the header that is written below
			statuses = append(statuses, http.StatusEarlyHints)
		}
		w.WriteHeader(pick(h, statuses...))
		_, _ = io.WriteString(w, bodyMark+h.garbage(2000))
		w.Header().Set(http.TrailerPrefix+"X-T", headerMark)
	}
}

// patience is how long a client waits for what may never come. Nothing depends on it.
const patience = 500 * time.Millisecond

// attack is one thing that a hostile client does. It gives the name that its call has.
type attack func(t *testing.T, r running, h hostile, id string)

var attacks = []attack{
	func(_ *testing.T, r running, h hostile, id string) { // HTTP/1.1 in a tunnel
		host := h.host()
		if secure := r.shake(h, host); secure != nil {
			defer secure.Close()
			r.send(secure, h, h.request(host, h.path(), id))
		}
	},
	func(_ *testing.T, r running, h hostile, id string) { // through a client that keeps to the rules
		address := &url.URL{Scheme: "https", Host: h.host(), Opaque: ""}
		path, query, _ := strings.Cut(h.path(), "?")
		address.Path, address.RawQuery = path, query
		request, err := http.NewRequest(pick(h, "GET", "POST", "PUT", "DELETE"), address.String(), strings.NewReader(h.body()))
		if err != nil {
			return
		}
		request.Header.Set("Authorization", "Bearer "+h.token())
		request.Header.Set("Cookie", "user_session="+cookieMark)
		request.Header.Set("X-Id", id)
		if request.ContentLength > 0 { // else Go's client does not end the request
			request.Trailer = http.Header{"X-Trailer": {headerMark}}
		}
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if response, err := r.client.Transport.RoundTrip(request.WithContext(ctx)); err == nil {
			_, _ = io.CopyN(io.Discard, response.Body, int64(h.IntN(5000)))
			_ = response.Body.Close()
		}
	},
	func(_ *testing.T, r running, h hostile, id string) { // GraphQL
		if secure := r.shake(h, "api.github.com"); secure != nil {
			defer secure.Close()
			body := h.body()
			r.send(secure, h, fmt.Sprintf("POST /graphql HTTP/1.1\r\nHost: api.github.com\r\nX-Id: %s\r\nAuthorization: bearer %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", id, h.token(), len(body), body))
		}
	},
	func(_ *testing.T, r running, h hostile, _ string) { // no HTTP at all
		if secure := r.shake(h, h.host()); secure != nil {
			defer secure.Close()
			r.send(secure, h, h.garbage(2000)+h.token())
		}
	},
	func(_ *testing.T, r running, h hostile, _ string) { // no TLS in a tunnel
		if conn := r.tunnel(h, pick(h, h.host(), "host.example:443", "140.82.112.5")); conn != nil {
			defer conn.Close()
			r.send(conn, h, pick(h, h.garbage(2000), h.token(), h.request("api.github.com", h.path(), ""), "\x16\x03\x01"+h.garbage(300)))
		}
	},
	func(_ *testing.T, r running, h hostile, id string) { // requests to the proxy without a tunnel
		conn, err := net.Dial("tcp", r.listen)
		if err != nil {
			return
		}
		defer conn.Close()
		host := h.host()
		r.send(conn, h, pick(h, h.garbage(2000), h.request(host, "http://"+host+h.path(), id), h.request(host, h.path(), ""), h.request("ghe.octo-org.example", "http://ghe.example"+h.path(), ""), "CONNECT "+h.token()+" HTTP/1.1\r\n\r\n"))
	},
	func(_ *testing.T, r running, h hostile, _ string) { // TLS without a tunnel
		conn, err := net.Dial("tcp", r.listen)
		if err != nil {
			return
		}
		defer conn.Close()
		host := pick(h, h.host(), "host.example", "")
		secure := tls.Client(conn, &tls.Config{InsecureSkipVerify: true, ServerName: host})
		_ = conn.SetDeadline(time.Now().Add(patience))
		if secure.Handshake() == nil {
			r.send(secure, h, h.request(host, h.path(), ""))
		}
	},
	func(_ *testing.T, r running, h hostile, id string) { // another protocol
		if secure := r.shake(h, "api.github.com"); secure != nil {
			defer secure.Close()
			r.send(secure, h, "GET /"+h.token()+" HTTP/1.1\r\nHost: api.github.com\r\nX-Id: "+id+"\r\nConnection: Upgrade\r\nUpgrade: "+headerMark+"\r\n\r\n"+bodyMark)
		}
	},
	func(_ *testing.T, r running, h hostile, id string) { // gh
		conn, err := net.Dial("unix", r.socketPath)
		if err != nil {
			return
		}
		defer conn.Close()
		r.send(conn, h, h.request(h.host(), h.path(), id))
	},
	func(_ *testing.T, r running, h hostile, _ string) { // HTTP/2 frame by frame
		conn := r.tunnel(h, "api.github.com:443")
		if conn == nil {
			return
		}
		defer conn.Close()
		secure := tls.Client(conn, &tls.Config{InsecureSkipVerify: true, ServerName: "api.github.com", NextProtos: []string{"h2"}})
		if secure.Handshake() != nil {
			return
		}
		r.send(secure, h, h.frames())
	},
}

// frames are a connection of HTTP/2 with streams that end in odd ways.
func (h hostile) frames() string {
	var all, block bytes.Buffer
	framer, encoder := http2.NewFramer(&all, nil), hpack.NewEncoder(&block)
	all.WriteString(http2.ClientPreface)
	_ = framer.WriteSettings()
	for stream := uint32(1); stream < uint32(2*h.IntN(5)); stream += 2 {
		block.Reset()
		for _, field := range []hpack.HeaderField{
			{Name: ":method", Value: "POST"}, {Name: ":scheme", Value: "https"}, {Name: ":authority", Value: h.host()}, {Name: ":path", Value: h.path()},
			{Name: "authorization", Value: h.token()}, {Name: pick(h, "cookie", "x-"+headerMark, "te", ":status", "Upper"), Value: pick(h, cookieMark, headerMark+"\x00")},
		} {
			_ = encoder.WriteField(field)
		}
		_ = framer.WriteHeaders(http2.HeadersFrameParam{StreamID: stream, BlockFragment: block.Bytes(), EndHeaders: h.IntN(8) > 0, EndStream: h.IntN(3) == 0})
		if h.IntN(2) == 0 {
			_ = framer.WriteData(stream, h.IntN(2) == 0, []byte(bodyMark))
		}
		if h.IntN(2) == 0 {
			_ = framer.WriteRSTStream(stream, http2.ErrCode(h.IntN(20)))
		}
	}
	if h.IntN(3) == 0 {
		all.WriteString(h.garbage(300))
	}
	if h.IntN(2) == 0 {
		_ = framer.WriteGoAway(9, http2.ErrCodeNo, []byte(headerMark))
	}
	return all.String()
}

func (h hostile) request(host, target, id string) string {
	head := h.method() + " " + target + " " + pick(h, "HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/9", "") + "\r\nHost: " + pick(h, host, host, host, h.token()+".github.com", "ghe.octo-org.example") + "\r\n"
	if id != "" {
		head += "X-Id: " + id + "\r\n"
	}
	body := h.body()
	return head + h.headers() + pick(h, "", fmt.Sprintf("Content-Length: %d\r\n", len(body))) + pick(h, "Connection: close\r\n", "") + "\r\n" + body
}

// tunnel asks for a tunnel. It is nil if there is none.
func (r running) tunnel(h hostile, address string) net.Conn {
	conn, err := net.Dial("tcp", r.listen)
	if err != nil {
		return nil
	}
	_ = conn.SetDeadline(time.Now().Add(patience))
	if !strings.Contains(address, ":") {
		address += ":443"
	}
	_, _ = io.WriteString(conn, "CONNECT "+address+" HTTP/1.1\r\nHost: "+address+"\r\nUser-Agent: "+headerMark+"\r\nProxy-Authorization: "+h.token()+"\r\n\r\n")
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil || response.StatusCode != http.StatusOK {
		_ = conn.Close()
		return nil
	}
	return conn
}

func (r running) shake(h hostile, host string) net.Conn {
	conn := r.tunnel(h, host)
	if conn == nil {
		return nil
	}
	secure := tls.Client(conn, &tls.Config{InsecureSkipVerify: true, ServerName: host})
	if h.IntN(10) == 0 || secure.Handshake() != nil {
		_ = conn.Close()
		return nil
	}
	return secure
}

// send sends a text, or a part of it, and reads some of what comes.
func (r running) send(conn net.Conn, h hostile, text string) {
	_ = conn.SetDeadline(time.Now().Add(patience))
	if h.IntN(4) == 0 {
		text = text[:h.IntN(len(text)+1)]
	}
	_, _ = io.WriteString(conn, text)
	if half, ok := conn.(interface{ CloseWrite() error }); ok && h.IntN(8) > 0 {
		_ = half.CloseWrite()
		_, _ = io.CopyN(io.Discard, conn, int64(h.IntN(4000)))
	}
}

// TestHostileWorld: whatever clients and servers send, nothing of it gets into the record
// or a temporary file, and no call that a server has seen is missing.
func TestHostileWorld(t *testing.T) {
	const rounds, perRound = 6, 50
	for round := range rounds {
		hostileRound(t, uint64(round), perRound)
	}
}

func hostileRound(t *testing.T, seed uint64, count int) {
	t.Helper()
	t.Setenv("TMPDIR", t.TempDir())
	log.SetOutput(io.Discard) // as the process does: net/http writes what servers send into it
	defer log.SetOutput(os.Stderr)
	world := &behind{rand: hostile{rand.New(rand.NewPCG(seed, 2))}, seen: map[string]bool{}}
	keepPaths := seed%2 == 1
	r := newRunning(t, world)
	r.Observe = observing(keepPaths)
	r.socketPath = filepath.Join(t.TempDir(), "s")
	socket, err := net.Listen("unix", r.socketPath)
	if err != nil {
		t.Fatal(err)
	}
	r.ServeSocket(socket)
	for i := range count {
		h := hostile{rand.New(rand.NewPCG(seed, uint64(i)))}
		attacks[i%len(attacks)](t, r, h, fmt.Sprintf("%d-%d", seed, i))
	}
	r.client.CloseIdleConnections()
	ending, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	r.Close(ending)
	var document record.Record
	r.log.Fill(&document)
	text, _ := json.Marshal(document)
	calls := 0
	for _, c := range append(document.Calls, document.Refused...) {
		calls += c.Count
	}
	if calls < len(world.seen) {
		t.Errorf("seed %d: the server saw %d calls, and the record has %d", seed, len(world.seen), calls)
	}
	holdsNothing(t, seed, string(text), keepPaths)
	if left, _ := filepath.Glob(filepath.Join(os.Getenv("TMPDIR"), "*")); left != nil {
		t.Errorf("seed %d: %v is left", seed, left)
	}
}

func holdsNothing(t *testing.T, seed uint64, text string, keepsNames bool) {
	t.Helper()
	for _, mark := range []string{tokenMark, nameMark, cookieMark, headerMark, bodyMark, queryMark, literalMark, "ghp_", "github_pat_"} {
		if mark == nameMark && keepsNames {
			continue
		}
		if at := strings.Index(unfolded(text), mark); at >= 0 {
			t.Errorf("seed %d: the record holds %q: %.300q", seed, mark, unfolded(text)[max(0, at-150):])
		}
	}
}

// unfolded is a text with what it holds in other forms: for URLs, and in Base64.
func unfolded(text string) string {
	all := strings.ToLower(text)
	for range 3 {
		if plain, err := url.PathUnescape(strings.ReplaceAll(text, "%zz", "")); err == nil {
			text = plain
			all += "\n" + strings.ToLower(plain)
		}
	}
	for _, word := range strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(`/",:{} `, c) }) {
		if plain, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(word, "=")); err == nil {
			all += "\n" + strings.ToLower(string(plain))
		}
	}
	return all
}
