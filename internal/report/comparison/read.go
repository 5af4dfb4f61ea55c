package comparison

import (
	"errors"
	"fmt"
	"slices"

	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/report/judged"
)

// Fill makes no list of the comparison nil.
func (c *Section) Fill() {
	c.Limits = format.NotNil(c.Limits)
	c.With.Selection = c.With.Selection.Normal()
	c.With.Incomplete = format.NotNil(c.With.Incomplete)
	c.Organizations = format.NotNil(c.Organizations)
	for i := range c.Organizations {
		o := &c.Organizations[i]
		o.NewTemplates, o.RemovedTemplates = format.NotNil(o.NewTemplates), format.NotNil(o.RemovedTemplates)
	}
	c.Changes = format.NotNil(c.Changes)
	for i := range c.Changes {
		change := &c.Changes[i]
		for _, list := range []*[]judged.Finding{&change.New, &change.Resolved, &change.Undecided} {
			*list = format.NotNil(*list)
		}
	}
}

// Check finds what contradicts itself or the subjects of the document.
func (c *Section) Check(subjects *judged.Subjects) error {
	if c.With.Complete != (len(c.With.Incomplete) == 0) {
		return errors.New("its fields contradict each other about whether the earlier audit is complete")
	}
	for i := range c.Changes {
		if err := c.Changes[i].check(); err != nil {
			return fmt.Errorf("change %d: %w", i+1, err)
		}
	}
	sums := summarizeChanges(c.Changes)
	sums.Unchanged = c.Summary.Unchanged
	if sums != c.Summary {
		return errors.New("the summary of its comparison does not match the changes")
	}
	return c.checkHeld(subjects)
}

// checkHeld finds changes of subjects that the document does not hold.
func (c *Section) checkHeld(subjects *judged.Subjects) error {
	there := make(map[subjectRef]int, subjects.Len())
	for _, s := range subjects.All() {
		there[refOf(s)]++
	}
	for i := range c.Changes {
		change := &c.Changes[i]
		if change.After == nil {
			continue
		}
		ref := refOf(change.subject(change.After))
		if there[ref]--; there[ref] < 0 {
			return fmt.Errorf("change %d is about a request or token that the report does not contain", i+1)
		}
	}
	return nil
}

// sidesOf returns which sides a kind of change has.
func sidesOf(kind ChangeKind) (before, after bool) {
	switch kind {
	case ChangeNew, ChangeNotSeenBefore:
		return false, true
	case ChangeGone, ChangeNotSeenNow:
		return true, false
	}
	return true, true
}

func (c *Change) check() error {
	var sums Summary
	if sums.counter(c.Change) == nil {
		return fmt.Errorf("there is no change %q", c.Change)
	}
	if before, after := sidesOf(c.Change); before != (c.Before != nil) || after != (c.After != nil) {
		return fmt.Errorf("a change %q does not have these sides", c.Change)
	}
	for _, side := range []*ChangeSide{c.Before, c.After} {
		if side == nil {
			continue
		}
		subject := judged.Subject{Kind: side.Kind, Verdict: side.Verdict, Findings: slices.Concat(c.New, c.Resolved, c.Undecided)}
		if err := subject.Check(); err != nil {
			return err
		}
	}
	return nil
}
