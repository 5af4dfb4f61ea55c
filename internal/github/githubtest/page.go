package githubtest

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/patctl/patctl/internal/github/githubtest/body"
)

// element is one of a list: what is sent, and whether it is broken on purpose.
type element struct {
	body    json.RawMessage
	altered bool
}

// GitHub's sizes of a page. A larger one is taken for the largest.
const (
	defaultPerPage = 30
	maxPerPage     = 100
)

// paging returns which page a request asks for, and of what size.
func (r *request) paging() (page, perPage int) {
	page, err := strconv.Atoi(r.query.Get("page"))
	if err != nil || page < 1 {
		page = 1
	}
	perPage, err = strconv.Atoi(r.query.Get("per_page"))
	if err != nil || perPage < 1 {
		perPage = defaultPerPage
	}
	return page, min(perPage, maxPerPage)
}

// list answers with the page of a list of total elements that is asked for.
func (r *request) list(total int, at func(int) element) *answer {
	elements, last := r.elements(total, at)
	a := emptyAnswer(http.StatusOK)
	elements = r.breakElements(elements, a.header)
	a.header.Set("Content-Type", jsonType)
	if link := r.link(last); link != "" {
		a.header.Set("Link", link)
	}
	whole := make([]json.RawMessage, 0, len(elements))
	all := make([]json.RawMessage, 0, len(elements))
	for _, e := range elements {
		all = append(all, e.body)
		if !e.altered {
			whole = append(whole, e.body)
		}
	}
	a.body = joinElements(all)
	if len(whole) < len(all) {
		a.whole = joinElements(whole)
	}
	return a
}

// elements returns those of the page, and the number of the last page.
func (r *request) elements(total int, at func(int) element) ([]element, int) {
	page, perPage := r.paging()
	last := max(1, (total+perPage-1)/perPage)
	if f := r.fault(FaultEndless); f != nil && page > last {
		return r.invented((page-1)%last, perPage, total, at), last
	}
	from, to := (page-1)*perPage, min(page*perPage, total)
	if f := r.fault(FaultRepeat); f != nil {
		from = max(0, from-max(1, f.Count))
	}
	var out []element
	for i := from; i < to; i++ {
		out = append(out, at(i))
	}
	return out, last
}

// link returns the Link header of a page. As on GitHub its addresses name an
// organization by number, which is no documented call: who pages counts.
//
// https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api
func (r *request) link(last int) string {
	page, _ := r.paging()
	var links []string
	add := func(rel string, number int) {
		links = append(links, "<"+r.pageURL(number)+`>; rel="`+rel+`"`)
	}
	switch {
	case r.fault(FaultNextSelf) != nil:
		add("next", page)
		return links[0]
	case r.fault(FaultEndless) != nil:
		add("next", page+1)
		return links[0]
	}
	if page > 1 {
		add("prev", min(page-1, last))
	}
	if page < last {
		add("next", page+1)
		add("last", last)
	}
	if page > 1 {
		add("first", 1)
	}
	return strings.Join(links, ", ")
}

func (r *request) pageURL(page int) string {
	query := r.URL.Query()
	query.Set("page", strconv.Itoa(page))
	path := strings.TrimPrefix(r.URL.Path, enterprisePrefix)
	switch {
	case r.op != nil && r.op.Params["repo"] != "":
		_, rest, _ := strings.Cut(strings.TrimPrefix(path, "/repos/"+r.op.Params["owner"]+"/"), "/")
		path = "/repositories/" + strconv.FormatInt(body.Number(r.repository()), 10) + "/" + rest
	case r.org != nil:
		_, rest, _ := strings.Cut(strings.TrimPrefix(path, "/orgs/"), "/")
		path = "/organizations/" + strconv.FormatInt(r.org.ID, 10) + "/" + rest
	}
	return r.base + path + "?" + query.Encode()
}
