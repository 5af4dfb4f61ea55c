package queue

import "container/heap"

// nowhere is the place of an organization that is in no line.
const nowhere = -1

// line keeps organizations in an order. Its elements know their place in it.
type line struct {
	before func(a, b *organization) bool
	list   []*organization
}

// inLane is the order of those that are due: events before sweeps, then by the time when
// they became due.
func inLane(a, b *organization) bool {
	if a.since.IsZero() != b.since.IsZero() {
		return b.since.IsZero()
	}
	return sooner(a, b)
}

// sooner is the order of those that wait for their time.
func sooner(a, b *organization) bool {
	if !a.due.Equal(b.due) {
		return a.due.Before(b.due)
	}
	return a.order < b.order
}

// first is the one in front; nil: the line is empty.
func (l *line) first() *organization {
	if len(l.list) == 0 {
		return nil
	}
	return l.list[0]
}

// enter puts an organization in a line, at its place, and takes it out of any other.
func (o *organization) enter(l *line) {
	if o.line == l {
		heap.Fix(l, o.place)
		return
	}
	o.leave()
	o.line = l
	heap.Push(l, o)
}

// leave takes an organization out of the line that it is in.
func (o *organization) leave() {
	if o.line != nil {
		heap.Remove(o.line, o.place)
		o.line = nil
	}
}

// Len, Less, Swap, Push, and Pop are those of heap.Interface.
func (l *line) Len() int           { return len(l.list) }
func (l *line) Less(i, j int) bool { return l.before(l.list[i], l.list[j]) }

func (l *line) Swap(i, j int) {
	l.list[i], l.list[j] = l.list[j], l.list[i]
	l.list[i].place, l.list[j].place = i, j
}

// Push is only called by heap.Push.
func (l *line) Push(x any) {
	o := x.(*organization)
	o.place = len(l.list)
	l.list = append(l.list, o)
}

// Pop is only called by heap.Remove and heap.Pop.
func (l *line) Pop() any {
	end := len(l.list) - 1
	o := l.list[end]
	l.list[end] = nil
	l.list = l.list[:end]
	o.place = nowhere
	return o
}
