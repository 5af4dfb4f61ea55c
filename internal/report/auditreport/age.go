package auditreport

import (
	"bytes"
	"slices"
	"time"

	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/report/judged"
)

// oldData is the age from which a report warns: what it says is due in a few
// days may be over.
const oldData = 24 * time.Hour

// readTimes returns when the first and the last organization was read. A
// document of an earlier version does not say it, and was judged as of then.
func (d *Document) readTimes() (first, last time.Time) {
	for _, o := range d.Organizations {
		if o.ReadAt == nil {
			continue
		}
		if first.IsZero() || o.ReadAt.Before(first) {
			first = *o.ReadAt
		}
		if o.ReadAt.After(last) {
			last = *o.ReadAt
		}
	}
	if first.IsZero() {
		return d.GeneratedAt, d.GeneratedAt
	}
	return first, last
}

// asOf says as of when the audit was made, and how old its data is.
func (d *Document) asOf(p format.Palette) string {
	first, last := d.readTimes()
	between := "between " + p.Moment(first) + " and " + p.Moment(last)
	switch at := d.GeneratedAt; {
	case first.Equal(last) && first.Equal(at):
		return "As of " + p.Moment(at) + "."
	case first.Equal(last):
		return "As of " + p.Moment(at) + ", from data of " + p.Moment(first) + "."
	case !d.atOneTime():
		return "Each organization is as of the time it was read, " + between + "."
	default:
		return "As of " + p.Moment(at) + ", from data read " + between + "."
	}
}

// OldData warns in a sentence where the data is more than a day old at a time,
// which is that of the run. Otherwise, and at the zero time, it is empty. Who asks
// for an audit as of an earlier time knows that it is not as of now: then the age
// is that at the time that was asked for.
func (d *Document) OldData(now time.Time) string {
	first, _ := d.readTimes()
	if !d.asked.IsZero() && d.asked.Before(now) {
		now = d.asked
	}
	if age := now.Sub(first); !now.IsZero() && age > oldData {
		return "The data is " + format.Span(age) + " old. For current data, run patctl pull, or patctl audit without a snapshot."
	}
	return ""
}

// dateLines are the first lines of the text.
func (w textWriter) dateLines(d *Document) {
	w.Line("%s", d.asOf(w.Palette))
	if old := d.OldData(w.Run); old != "" {
		w.Line("%s", w.Warning("WARNING: "+w.Program.Say(old)))
	}
	w.Line("")
}

// markdownDates is the paragraph below the title.
func (d *Document) markdownDates(b *bytes.Buffer, p format.Palette) {
	b.WriteString(d.asOf(format.Palette{}) + "\n\n")
	if old := d.OldData(p.Run); old != "" {
		b.WriteString("> **WARNING**: " + old + "\n\n")
	}
}

// atOneTime reports whether all organizations were audited as of one time.
func (d *Document) atOneTime() bool {
	return !slices.ContainsFunc(d.Organizations, func(o judged.Organization) bool { return o.AsOf != nil && !o.AsOf.Equal(d.GeneratedAt) })
}

// datesOf returns as of when an organization was audited, which is as of one time that was asked
// for, or each as of when it was read, and when it was read, or nil where that is not known.
func (d *Document) datesOf(login string) (asOf time.Time, read *time.Time) {
	if d.at == nil {
		d.at = make(map[string]int, len(d.Organizations))
		for i := range slices.Backward(d.Organizations) {
			d.at[d.Organizations[i].Login] = i
		}
	}
	i, ok := d.at[login]
	if !ok {
		return d.GeneratedAt, nil
	}
	o := &d.Organizations[i]
	if o.AsOf == nil {
		return d.GeneratedAt, o.ReadAt
	}
	return *o.AsOf, o.ReadAt
}
