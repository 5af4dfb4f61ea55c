package report

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

// add adds other counts.
func (c *FindingCounts) add(o FindingCounts) {
	c.Error += o.Error
	c.Warning += o.Warning
	c.Notice += o.Notice
	c.Excepted += o.Excepted
}

// subtract takes other counts away.
func (c *FindingCounts) subtract(o FindingCounts) {
	c.add(FindingCounts{-o.Error, -o.Warning, -o.Notice, -o.Excepted})
}

// compare weighs counts of findings by the worst.
func (c FindingCounts) compare(o FindingCounts) int {
	return cmp.Or(c.Error-o.Error, c.Warning-o.Warning, c.Notice-o.Notice, c.Excepted-o.Excepted)
}

// negative reports whether a count is below zero, as only a document that was edited has it.
func (c *FindingCounts) negative() bool { return min(c.Error, c.Warning, c.Notice, c.Excepted) < 0 }

// total is the number of findings, with those that are excepted.
func (c *FindingCounts) total() int { return c.Error + c.Warning + c.Notice + c.Excepted }

// String gives the counts in words.
func (c FindingCounts) String() string {
	return strings.Join([]string{
		count(c.Error, "error"), count(c.Warning, "warning"), count(c.Notice, "notice"),
		fmt.Sprintf("%d excepted", c.Excepted),
	}, ", ")
}
