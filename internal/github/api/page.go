package api

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strconv"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/transport"
)

// fetch reads one page. After a full page that names no next one, the next is
// asked for: the cache, and a server that forgot the header, say no word of it.
func (l *list) fetch(ctx context.Context, number int) (page, error) {
	p, err := l.fetchOne(ctx, number)
	if err != nil || p.doubt != nil || p.Next != 0 || !p.full() {
		return p, err
	}
	beyond, err := l.fetchOne(ctx, number+1)
	switch {
	case err != nil:
		p.doubt = fmt.Errorf("page %d is full, and patctl could not read whether another page follows: %w", number, err)
	case len(beyond.elements) > 0 || beyond.doubt != nil:
		p.Next = number + 1
	}
	return p, nil
}

// full reports whether a page has as many elements as one can have.
func (p *page) full() bool {
	return len(p.elements) == github.PerPage || len(p.elements) == github.DefaultPerPage
}

// fetchOne reads one page as GitHub gives it. The error means that nothing was read.
func (l *list) fetchOne(ctx context.Context, number int) (page, error) {
	req, err := l.s.request(l.path + "?" + l.query + "per_page=" + strconv.Itoa(github.PerPage) + "&page=" + strconv.Itoa(number))
	if err != nil {
		return page{}, err
	}
	var body bytes.Buffer
	resp, err := l.s.api.Do(ctx, req, &body)
	if err != nil {
		return page{}, err
	}
	var p page
	if p.elements, err = decodePage(body.Bytes()); err != nil {
		return page{}, err
	}
	id := l.id
	if id == nil {
		id = idOf
	}
	for _, element := range p.elements {
		p.ids = append(p.ids, id(element))
	}
	if p.PageLinks, err = transport.LinksOf(resp.Header); err == nil {
		err = p.inOrder(number)
	}
	if err == nil {
		err = wholeAnswer(resp.Response)
	}
	p.doubt = err
	return p, nil
}

// inOrder refuses a next page that is not the one after this, and a last one that
// none leads to.
func (p *page) inOrder(number int) error {
	next := p.Next
	switch {
	case next == 0 && p.Last > number:
		return fmt.Errorf("page %d links to page %d as the last page, but to no next page", number, p.Last)
	case next == 0 || next == number+1:
		return nil
	case next <= number:
		p.Next = 0
		return fmt.Errorf("page %d links to page %d as the next page, so the list never ends", number, next)
	}
	p.Next = 0
	return fmt.Errorf("page %d links to page %d as the next page, so the pages between them are missing", number, next)
}

// wholeAnswer says why an answer is known to be a part of one.
func wholeAnswer(resp *http.Response) error {
	switch {
	case resp.StatusCode != http.StatusOK:
		return fmt.Errorf("GitHub answered %d, so the list may be incomplete", resp.StatusCode)
	case transport.IsPartial(resp.Header):
		return errPartial
	case resp.Header.Get("Content-Type") == "":
		return errNoHeaders
	}
	return nil
}
