// Package excess reads from the message of a finding what a request or token has beyond the
// closest template.
package excess

import (
	"strings"

	"github.com/patctl/patctl/internal/lazyregexp"
)

// Excess is one thing that a request or token has beyond the closest template.
type Excess struct {
	Rule       string // that is about it where a template is claimed
	Permission string // "" where it is not about one
	Actual     string // as in a finding of the rule
}

// Opening precedes the list in the message of the rule undeclared-token.
const Opening = "; this token also has "

// excessWords are the forms of the words in the list. None of them
// takes a space or a comma from outside, so that a list falls apart in one way only.
var excessWords = []struct {
	rule  string
	words *lazyregexp.Regexp // its last group is what is actual
}{
	{"permission-extra", lazyregexp.New(`^([a-zA-Z0-9_.-]+):([a-z]+)$`)},
	{"repositories-wider", lazyregexp.New(`^([a-z]+) repositories$`)},
	{"repository-extra", lazyregexp.New(`^the repository ([a-zA-Z0-9_./-]+)$`)},
	{"lifetime-exceeded", lazyregexp.New(`^a lifetime of ([0-9]+) days$`)},
	{"never-expires", lazyregexp.New(`^(no) expiration$`)},
	{"owner-not-allowed", lazyregexp.New(`^the owner ([a-zA-Z0-9_-]+)$`)},
}

// moreExcess ends a list that join cut.
var moreExcess = lazyregexp.New(` and ([0-9]+) more$`)

// Read reads the message of the rule undeclared-token, which is all that a
// saved report has of what a request or token has beyond the closest template.
// It returns the sentence before the list, the list, and by how many entries it was
// cut, as a number, or "". A message that is written otherwise has no list.
func Read(message string) (sentence string, list []Excess, more string) {
	sentence, words, found := strings.Cut(message, Opening)
	words, ends := strings.CutSuffix(words, ".")
	if !found || !ends {
		return message, nil, ""
	}
	if m := moreExcess.FindStringSubmatch(words); m != nil {
		more = m[1]
		words = strings.TrimSuffix(words, m[0])
	}
	for word := range strings.SplitSeq(words, ", ") {
		e, ok := readExcess(word)
		if !ok {
			return message, nil, ""
		}
		list = append(list, e)
	}
	return sentence + ".", list, more
}

func readExcess(word string) (Excess, bool) {
	for _, form := range excessWords {
		m := form.words.FindStringSubmatch(word)
		if m == nil {
			continue
		}
		e := Excess{Rule: form.rule, Actual: m[len(m)-1]}
		switch e.Rule {
		case "permission-extra":
			e.Permission = m[1]
		case "repositories-wider":
			if e.Actual == "selected" {
				e.Actual = "subset" // as GitHub's API calls it
			}
		case "never-expires":
			e.Actual = "none"
		}
		return e, true
	}
	return Excess{}, false
}
