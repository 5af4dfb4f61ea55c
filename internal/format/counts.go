package format

import (
	"cmp"
	"fmt"
	"strings"
)

// FindingCounts are numbers of findings. One that an exception covers counts as
// excepted only.
type FindingCounts struct {
	Error    int `json:"error"`
	Warning  int `json:"warning"`
	Notice   int `json:"notice"`
	Excepted int `json:"excepted"`
}

// Add adds other counts.
func (c *FindingCounts) Add(o FindingCounts) {
	c.Error += o.Error
	c.Warning += o.Warning
	c.Notice += o.Notice
	c.Excepted += o.Excepted
}

// Subtract takes other counts away.
func (c *FindingCounts) Subtract(o FindingCounts) {
	c.Add(FindingCounts{-o.Error, -o.Warning, -o.Notice, -o.Excepted})
}

// Compare weighs counts of findings by the worst.
func (c FindingCounts) Compare(o FindingCounts) int {
	return cmp.Or(c.Error-o.Error, c.Warning-o.Warning, c.Notice-o.Notice, c.Excepted-o.Excepted)
}

// Negative reports whether a count is below zero, as only a document that was edited has it.
func (c *FindingCounts) Negative() bool { return min(c.Error, c.Warning, c.Notice, c.Excepted) < 0 }

// Total is the number of findings, with those that are excepted.
func (c *FindingCounts) Total() int { return c.Error + c.Warning + c.Notice + c.Excepted }

// String gives the counts in words.
func (c FindingCounts) String() string {
	return strings.Join([]string{
		Count(c.Error, "error"), Count(c.Warning, "warning"), Count(c.Notice, "notice"),
		fmt.Sprintf("%d excepted", c.Excepted),
	}, ", ")
}
