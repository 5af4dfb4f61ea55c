package notify

import (
	"maps"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/hcl/subject"
)

// keyOf is that of a job.
func keyOf(organization, subject string) string { return strings.ToLower(organization) + " " + subject }

// take makes jobs of a look, and returns the records that are of no use any more. What a
// target was told already makes none.
func (l *line) take(look *Look, all []Record) []Record {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer signal(l.wake)
	t := taking{line: l, look: look, records: map[string]Record{}, pending: map[string]bool{}, over: map[string]bool{}}
	for _, r := range all {
		if r.Target == l.target.name() {
			t.records[r.Subject] = r
		}
	}
	for i := range look.Done {
		n := &look.Done[i]
		t.over[baseOf(n)] = t.over[baseOf(n)] || settles(n)
		t.stuck = t.stuck || baseOf(n) == organizationBase
	}
	for i := range look.Pending {
		if base := baseOf(&look.Pending[i]); !t.over[base] {
			t.pending[base] = true
		}
	}
	t.dropGone()
	for i := range look.Pending {
		n := look.Pending[i]
		if n.Event = pendingEvent; t.pending[baseOf(&n)] {
			t.put(n)
		}
	}
	for _, n := range look.Done {
		if l.target.Kind != Issue || isRequest(baseOf(&n)) {
			t.put(n)
		}
	}
	t.lookForLost()
	return t.clean(all)
}

// taking is one look while it becomes jobs of a line.
type taking struct {
	*line
	look          *Look
	records       map[string]Record // of the target, by subject
	pending, over map[string]bool   // requests, by base
	stuck         bool              // the look has a notice about the organization as a whole
	dropped       int
}

// put makes a job of a notice, unless the target was told, does not want it, or has refused it.
func (t *taking) put(n subject.Notice) {
	if !t.target.wants(t.look.Organization, n.Event) {
		return
	}
	name, verdict := subjectOf(&n), verdictOf(&n)
	key, before := keyOf(t.look.Organization, name), t.records[name]
	switch waits := t.jobs[key]; {
	case before.Told && before.Verdict == verdict:
		t.drop(key) // the verdict is again what was told last
		return
	case t.refused[key] == verdict:
		return
	case waits != nil && !waits.settle && waits.record.Verdict == verdict:
		waits.next, waits.dropped = nil, false
		if !waits.running {
			waits.notice = n
		}
		return
	}
	if n.Event != pendingEvent && t.done >= MaxDone {
		t.options.Observe(t.target.Kind, ResultDropped)
		t.dropped++
		return
	}
	external := before.External
	if external == "" {
		external = t.records[baseOf(&n)].External
	}
	t.add(key, &job{organization: t.look.Organization, notice: n, record: Record{
		Target: t.target.name(), Organization: t.look.Organization, Subject: name, Verdict: verdict, External: external,
	}})
}

// add puts a job in line, in place of the one that waits, and after the one that runs.
func (l *line) add(key string, j *job) {
	l.count++
	j.number, j.first = l.count, l.options.Now()
	waits := l.jobs[key]
	if waits != nil && waits.running {
		waits.next = j
		return
	}
	if waits == nil && j.isDone() {
		l.done++
	}
	l.jobs[key] = j
}

// isDone reports whether the job is about a review.
func (j *job) isDone() bool {
	_, event := splitSubject(j.record.Subject)
	return event != pendingEvent
}

// drop takes a job out of the line. One that runs is not tried again.
func (l *line) drop(key string) {
	j := l.jobs[key]
	switch {
	case j == nil:
	case j.running:
		j.dropped, j.next = true, nil
	default:
		if j.isDone() {
			l.done--
		}
		delete(l.jobs, key)
	}
}

// dropGone drops what waits about requests that are not pending any more. Only a complete look
// and a review tell that.
func (t *taking) dropGone() {
	for key, j := range t.jobs {
		base, event := splitSubject(j.record.Subject)
		gone := t.over[base] || t.look.Complete && !t.pending[base]
		if gone && event == pendingEvent && !j.settle && strings.EqualFold(j.organization, t.look.Organization) {
			t.drop(key)
		}
	}
	if len(t.refused) > MaxDone {
		clear(t.refused)
	}
	maps.DeleteFunc(t.refused, func(key, _ string) bool {
		name, ofLook := strings.CutPrefix(key, keyOf(t.look.Organization, ""))
		base, _ := splitSubject(name)
		return ofLook && t.look.Complete && (isRequest(base) && !t.pending[base] || t.overcome(base))
	})
}

// clean closes the issues of requests that are over, and returns the records of what is.
func (t *taking) clean(all []Record) []Record {
	if t.dropped > 0 {
		t.options.Log.Error("too many reviews wait to be told", "target", t.target.name(), "organization", t.look.Organization, "dropped", t.dropped)
	}
	if !t.look.Complete {
		return nil
	}
	var over []Record
	now := t.options.Now()
	for _, r := range all {
		base, event := splitSubject(r.Subject)
		switch {
		case r.Target != t.target.name(), t.pending[base], base == lostSubject:
		case t.target.Kind == Issue && isRequest(base) && (event == pendingEvent || event == failedEvent) && r.External != "":
			t.settle(r, base)
		case event == pendingEvent || t.overcome(base), event == failedEvent && now.Sub(r.At) > keptFailure, event != failedEvent && now.Sub(r.At) > keptFor:
			over = append(over, r)
		}
	}
	return over
}

// overcome reports whether a base is what kept the reviews of the whole organization back, and
// nothing does any more. The next time is told again.
func (t *taking) overcome(base string) bool { return base == organizationBase && !t.stuck }

// settle closes the issue of a request, unless the notice of its review does.
func (t *taking) settle(r Record, base string) {
	key := keyOf(t.look.Organization, r.Subject)
	if waits := t.jobs[key]; waits != nil && waits.settle {
		return
	}
	if slices.ContainsFunc([]string{"approved", "denied"}, func(event string) bool {
		return t.jobs[keyOf(t.look.Organization, base+" "+event)] != nil
	}) {
		return
	}
	r.Verdict, r.Told = settled, false
	t.add(key, &job{organization: t.look.Organization, record: r, settle: true})
}

// settled is the verdict of the record of an issue that is being closed.
const settled = "settled"
