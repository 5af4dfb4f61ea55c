package format_test

import (
	"testing"

	"github.com/patctl/patctl/internal/format/formattest"
)

func TestLinksLookLikeLinks(t *testing.T) { formattest.CheckLinks(t, "html/page.css") }
