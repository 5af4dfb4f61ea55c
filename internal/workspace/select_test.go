package workspace

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// listed are templates in the order of a configuration, with keys that only
// quotation marks hold together.
func listed() []*hcl.Template {
	var list []*hcl.Template
	for _, address := range []string{
		`module.ci["x y"].template.reader`,
		`module.ci["z\"]"].template.reader`,
		`template.reader`,
		`template.release["*"]`,
		`template.release["$${a}.b"]`,
		`template.release["api"]`,
		`template.release["日本"]`,
	} {
		list = append(list, &hcl.Template{Template: pat.Template{Address: address, Name: "Name of " + address}})
	}
	return list
}

func TestByAddress(t *testing.T) {
	tests := map[string][]int{ // indexes into listed
		`template.reader`:                {2},
		`template.release`:               {3, 4, 5, 6},
		`template.release["api"]`:        {5},
		`template.release['api']`:        {5},
		`template.release[api]`:          {5},
		`template.release["*"]`:          {3},
		`template.release[*]`:            {3, 4, 5, 6},
		`template.release.api`:           {5},
		`template.release.a*`:            {5},
		`module.ci.x y.template.reader`:  {0},
		`module.ci.x y`:                  {0},
		`template.release.`:              nil,
		`template.release["a*"]`:         {5},
		`template.release[??]`:           {6},
		`template.release[???]`:          {5},
		`template.release["$${a}.b"]`:    {4},
		`template.release[${a}.b]`:       {4},
		`module.ci`:                      {0, 1},
		`module.ci["x y"]`:               {0},
		`module.ci[x y].template.reader`: {0},
		`module.ci["z\"]"]`:              {1},
		`module.ci.template.reader`:      nil,
		`module.*.template.reader`:       {0, 1},
		`*reader`:                        {0, 1, 2},
		`template.re*`:                   {2, 3, 4, 5, 6},
		`*`:                              {0, 1, 2, 3, 4, 5, 6},
		`module`:                         nil,
		`template`:                       nil,
		`template.rel`:                   nil,
		`template.release[`:              nil,
		`template.release["api`:          nil,
		`TEMPLATE.reader`:                nil,
		``:                               nil,
	}
	for address, want := range tests {
		var got []int
		all := listed()
		found, wrong := byAddress([]string{address}, all)
		for i, template := range all {
			for _, f := range found {
				if f == template {
					got = append(got, i)
				}
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", address, diff)
		}
		if (len(wrong) > 0) != (want == nil) {
			t.Errorf("%s: %v", address, wrong)
		}
	}
}

func TestByAddressIsAUnionInTheOrderOfTheConfiguration(t *testing.T) {
	all := listed()
	found, wrong := byAddress([]string{"template.release[api]", "template.reader", "template.re*[api]"}, all)
	if len(wrong) != 0 {
		t.Errorf("got %v", wrong)
	}
	if diff := cmp.Diff([]string{"template.reader", `template.release["api"]`}, addressesOf(found)); diff != "" {
		t.Error(diff)
	}
	_, wrong = byAddress([]string{"template.x", "template.reader", "y"}, all)
	if len(wrong) != 2 {
		t.Errorf("got %v, want an error for each address that fits nothing", wrong)
	}
}

func addressesOf(list []*hcl.Template) []string {
	var addresses []string
	for _, t := range list {
		addresses = append(addresses, t.Address)
	}
	return addresses
}

func TestLikelyAddress(t *testing.T) {
	tests := map[string]string{
		"template.raeder":                  "template.reader",
		"template.relaese":                 "template.release",
		`template.release["apu"]`:          `template.release["api"]`,
		"reader":                           "template.reader",
		"raeder":                           "template.reader",
		"release[apu]":                     `template.release["api"]`,
		"release[api]":                     `template.release["api"]`,
		`name of template.reader`:          "template.reader",
		"module.cj":                        "module.ci",
		`module.ci["x y"].template.raeder`: `module.ci["x y"].template.reader`,
		"something.else":                   "",
		strings.Repeat("x", 100):           "",
	}
	for address, want := range tests {
		if got := likelyAddress(address, listed()); got != want {
			t.Errorf("%s: got %q, want %q", address, got, want)
		}
	}
}
