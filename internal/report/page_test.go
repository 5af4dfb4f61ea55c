package report_test

import "testing"

func TestLinksLookLikeLinks(t *testing.T) { checkLinks(t, "html/page.css") }
