package github

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// MaxNumbers is how many numbers a gap names.
const MaxNumbers = 10

// Failures gathers what failed by reason: of thousands of calls that failed for
// one reason, one gap is enough.
type Failures struct {
	whys    []string
	numbers map[string][]int64
}

// Add notes that something with a number failed.
func (f *Failures) Add(number int64, why string) {
	if f.numbers == nil {
		f.numbers = map[string][]int64{}
	}
	if _, known := f.numbers[why]; !known {
		f.whys = append(f.whys, why)
	}
	f.numbers[why] = append(f.numbers[why], number)
}

// Gaps returns a gap for each reason. What makes its name of the numbers.
func (f *Failures) Gaps(what func(numbers string, several bool) string) []Gap {
	var out []Gap
	for _, why := range f.whys {
		numbers := slices.Compact(slices.Sorted(slices.Values(f.numbers[why])))
		out = append(out, Gap{What: what(Enumerate(numbers), len(numbers) > 1), Why: why})
	}
	return out
}

// Enumerate lists the first few numbers, and how many more there are.
func Enumerate(numbers []int64) string {
	words := make([]string, 0, MaxNumbers)
	for _, n := range numbers[:min(len(numbers), MaxNumbers)] {
		words = append(words, strconv.FormatInt(n, 10))
	}
	text := strings.Join(words, ", ")
	if more := len(numbers) - MaxNumbers; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}
