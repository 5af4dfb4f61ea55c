package transport

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// Cache asks GitHub whether an answer has changed, which costs nothing
// of the limit as long as it has not. It keeps bodies, tags and numbers of pages;
// neither headers nor credentials, and no answer from which something was left out, or
// that lost headers: a 304 would not say so again. What it cannot read or write it does without.
//
// https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
type Cache struct {
	Next     http.RoundTripper
	Answers  Answers
	Identity string // tells apart what is read with other credentials
}

// Answers is where answers are kept: a Directory, or a Memory.
type Answers interface {
	// read returns an entry by its key, unless there is none that is whole.
	read(key string) (*cacheEntry, bool)
	// write keeps an entry, if it can.
	write(key string, e *cacheEntry)
}

// Keys of values in a context.
type (
	freshKey struct{} // set: nothing is taken from the cache
	keptKey  struct{} // the body that is kept of an answer
)

// Afresh makes calls ask for whole answers.
func Afresh(ctx context.Context) context.Context { return context.WithValue(ctx, freshKey{}, true) }

// RoundTrip makes a call, or asks whether an answer that is kept has changed.
func (t *Cache) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Method != http.MethodGet || namesTokens(req.URL) {
		return t.Next.RoundTrip(req)
	}
	address, within := splitRange(req.URL)
	key := entryKey(t.Identity, address)
	entry, known := t.Answers.read(key)
	known = known && entry.Range == within && req.Context().Value(freshKey{}) == nil
	out := req
	if known {
		out = req.Clone(context.WithValue(req.Context(), keptKey{}, entry.body))
		out.Header.Set("If-None-Match", entry.ETag)
	}
	resp, err := t.Next.RoundTrip(out)
	if err != nil {
		return nil, err
	}
	resp.Request = req
	switch {
	case known && resp.StatusCode == http.StatusNotModified:
		entry.answer(req, resp)
	case resp.StatusCode == http.StatusOK && !IsPartial(resp.Header) && resp.Header.Get("Content-Type") != "":
		t.keep(key, within, resp)
	}
	return resp, nil
}

// namesTokens reports whether an address is that of a part of a list, by the ids of tokens.
// Nobody asks for the same part after it was reviewed.
func namesTokens(u *url.URL) bool { return strings.Contains(u.RawQuery, "token_id") }

// splitRange takes the range of time out of an address. Of an address that names another range
// in every run, one answer is kept: otherwise, the cache would grow with every run.
func splitRange(u *url.URL) (address, within string) {
	if !strings.Contains(u.RawQuery, "_timestamp=") {
		return u.String(), ""
	}
	without, query := *u, u.Query()
	within = query.Get("min_timestamp") + " " + query.Get("max_timestamp")
	query.Del("min_timestamp")
	query.Del("max_timestamp")
	without.RawQuery = query.Encode()
	return without.String(), within
}

// addTag adds to a conditional request the tag that an unchanged answer would
// have today. GitHub's tags are a hash of some headers and the body, as can be
// observed, so that a new token changes all of them, and an App has a new one in
// every run. Should the observation be wrong, the answer is a whole one.
func addTag(req *http.Request) {
	body, ok := req.Context().Value(keptKey{}).([]byte)
	if !ok {
		return
	}
	hash := newHash()
	for _, name := range []string{"Accept", "Authorization", "Cookie"} {
		for _, value := range req.Header.Values(name) {
			hash.Write([]byte(value + ":"))
		}
	}
	hash.Write(body)
	req.Header.Set("If-None-Match", fmt.Sprintf(`%s, W/"%x"`, req.Header.Get("If-None-Match"), hash.Sum(nil)))
}

// answer makes of a 304 the answer that was kept.
func (e *cacheEntry) answer(req *http.Request, resp *http.Response) {
	resp.StatusCode, resp.Status = http.StatusOK, "200 OK"
	resp.Header.Set("Content-Type", "application/json")
	if resp.Header.Get("Link") == "" && max(e.NextPage, e.LastPage) > 0 {
		resp.Header.Set("Link", e.link(req))
	}
	setBody(resp, e.body)
}

func (e *cacheEntry) link(req *http.Request) string {
	to := func(page int, rel string) string {
		u := *req.URL
		query := u.Query()
		query.Set("page", fmt.Sprint(page))
		u.RawQuery = query.Encode()
		return fmt.Sprintf("<%s>; rel=%q", u.String(), rel)
	}
	var links []string
	if e.NextPage > 0 {
		links = append(links, to(e.NextPage, "next"))
	}
	if e.LastPage > 0 {
		links = append(links, to(e.LastPage, "last"))
	}
	return strings.Join(links, ", ")
}

// keep stores an answer that has a tag. One whose pages are told in a way that an entry cannot
// hold is not kept, and none that names pages out of order: a 304 would say so again as long as
// the page does not change, although GitHub may have mended it.
func (t *Cache) keep(key, within string, resp *http.Response) {
	etag := resp.Header.Get("ETag")
	links, err := LinksOf(resp.Header)
	if etag == "" || err != nil || !links.inOrder(max(pageNumber(resp.Request.URL.String()), 1)) {
		return
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return
	}
	setBody(resp, body)
	t.Answers.write(key, &cacheEntry{ETag: etag, Range: within, NextPage: links.Next, LastPage: links.Last, body: body})
}
