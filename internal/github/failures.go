package github

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// maxNumbers is how many numbers a gap names.
const maxNumbers = 10

// failures gathers what failed by reason: of thousands of calls that failed for
// one reason, one gap is enough.
type failures struct {
	whys    []string
	numbers map[string][]int64
}

func (f *failures) add(number int64, why string) {
	if f.numbers == nil {
		f.numbers = map[string][]int64{}
	}
	if _, known := f.numbers[why]; !known {
		f.whys = append(f.whys, why)
	}
	f.numbers[why] = append(f.numbers[why], number)
}

// gaps returns a gap for each reason. What makes its name of the numbers.
func (f *failures) gaps(what func(numbers string, several bool) string) []Gap {
	var out []Gap
	for _, why := range f.whys {
		numbers := slices.Compact(slices.Sorted(slices.Values(f.numbers[why])))
		out = append(out, Gap{What: what(enumerate(numbers), len(numbers) > 1), Why: why})
	}
	return out
}

func enumerate(numbers []int64) string {
	words := make([]string, 0, maxNumbers)
	for _, n := range numbers[:min(len(numbers), maxNumbers)] {
		words = append(words, strconv.FormatInt(n, 10))
	}
	text := strings.Join(words, ", ")
	if more := len(numbers) - maxNumbers; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}
