package audittest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/report/comparison"
)

// Subject is a subject as the script of the page reads it.
type Subject struct {
	Kind, Organization, ID, TokenID, TokenName, Owner, Verdict, Template, Nearest, MatchedBy string
	Reason, FixURL, DenyReason, Expires, Used                                                string
	Expired, Unjudged                                                                        bool
	Unknown                                                                                  []string
	Findings                                                                                 []Finding
	Change                                                                                   *PageChange
}

// Finding is a finding as the script of the page reads it.
type Finding struct{ Rule, Severity, Message, Permission, Declared, Actual, ExceptedBy string }

// PageData is the data of a page, as its script reads it.
type PageData struct {
	At       int64
	Texts    []string
	Alike    [][7]int
	Shapes   [][5]int
	Columns  []string
	Subjects [][]any
	Findings [][]int64
	Changes  [][]any
	Uses     [][]any
	Gone     [][]any
	Decoded  []Subject
}

// DecodePage reads the data of a page.
func DecodePage(t *testing.T, page string) *PageData {
	t.Helper()
	d := &PageData{}
	if err := json.Unmarshal([]byte(formattest.Part(t, page, formattest.DataElement)), d); err != nil {
		t.Fatal(err)
	}
	for _, row := range d.Subjects {
		d.Decoded = append(d.Decoded, d.subject(row))
	}
	return d
}

// subject does what the script does.
func (d *PageData) subject(row []any) Subject {
	at := map[string]any{}
	for i, column := range d.Columns {
		if i < len(row) {
			at[column] = row[i]
		}
	}
	number := func(column string) int { n, _ := at[column].(float64); return int(n) }
	text := func(column string) string { return d.Texts[number(column)] }
	alike := d.Alike[number("alike")]
	moment := func(column string) string {
		if n, ok := at[column].(float64); ok {
			return time.Unix(d.At+int64(n), 0).UTC().Format(time.RFC3339)
		}
		return ""
	}
	s := Subject{
		ID: whole(at["id"]), TokenID: whole(at["token"]), TokenName: text("name"), Owner: text("owner"), Verdict: d.Texts[alike[0]], Kind: d.Texts[alike[1]],
		Organization: d.Texts[alike[2]], Template: d.Texts[alike[3]], MatchedBy: d.Texts[alike[4]], Nearest: d.Texts[alike[5]],
		FixURL: d.Texts[alike[6]], Expires: moment("expires"), Used: moment("used"), Expired: at["expired"] != nil && at["expired"] != 0.0,
		Unjudged: at["unjudged"] != nil && at["unjudged"] != 0.0,
	}
	if places, ok := at["unjudged"].([]any); ok {
		for _, n := range places {
			s.Unknown = append(s.Unknown, d.Texts[int(n.(float64))])
		}
	}
	s.Findings = d.findings(at["findings"], s)
	s.Change = d.change(float64(number("change")), s)
	s.Reason, s.DenyReason = d.unmarked(text("reason"), s, nil, nil), d.unmarked(text("deny"), s, nil, nil)
	return s
}

// whole is an integer of the data, which is text where a script would round it.
func whole(v any) string {
	if n, ok := v.(float64); ok {
		return fmt.Sprintf("%.0f", n)
	}
	s, _ := v.(string)
	return s
}

func (d *PageData) finding(raw []int64, s Subject) Finding {
	shape := d.Shapes[raw[0]]
	f := Finding{Rule: d.Texts[shape[0]], Severity: d.Texts[shape[1]], ExceptedBy: d.Texts[shape[4]], Permission: d.Texts[raw[3]]}
	f.Declared, f.Actual = d.unmarked(d.Texts[raw[1]], s, nil, nil), d.unmarked(d.Texts[raw[2]], s, nil, nil)
	f.Message = d.unmarked(d.Texts[shape[2]], s, &f, raw[4:])
	return f
}

func (d *PageData) unmarked(text string, s Subject, f *Finding, numbers []int64) string {
	var messages []string
	for _, f := range s.Findings {
		if f.Severity == "error" && f.ExceptedBy == "" {
			messages = append(messages, f.Message)
		}
	}
	own := map[string]func() string{
		"\x01": func() string { return s.TokenName },
		"\x02": func() string { return s.Owner },
		"\x03": func() string { return s.Organization },
		"\x04": func() string { return cmp.Or(s.Template, s.Nearest) },
		"\x05": func() string { return s.FixURL },
		"\x06": func() (out string) { out, messages = "- "+messages[0], messages[1:]; return out },
		"\x07": func() string { return f.Declared },
		"\x0e": func() string { return f.Actual },
		"\x0f": func() string { return f.Permission },
		"\x10": func() (out string) { out, numbers = fmt.Sprint(numbers[0]), numbers[1:]; return out },
	}
	return regexp.MustCompile(`[\x01-\x07\x0e-\x10]`).ReplaceAllStringFunc(text, func(mark string) string { return own[mark]() })
}

// PageChange is a change as people see it.
type PageChange struct {
	Kind, Why, Verdict, Template, WasKind, WasID string
	New, Resolved, Undecided                     []Finding
	Unjudged                                     bool
}

// Gone is what only the earlier audit holds, as people see it.
type Gone struct {
	ID, TokenName, Owner, Organization, Kind, Verdict, Template, Title, Why string
	Unjudged                                                                bool
	Findings                                                                []Finding
}

// at returns what is at a place of a row, or nothing behind its end.
func at(row []any, i int) any {
	if i < len(row) {
		return row[i]
	}
	return nil
}

func (d *PageData) text(v any) string { n, _ := v.(float64); return d.Texts[int(n)] }

func (d *PageData) findings(v any, s Subject) []Finding {
	var out []Finding
	list, _ := v.([]any)
	for _, n := range list {
		out = append(out, d.finding(d.Findings[int(n.(float64))-1], s))
	}
	return out
}

// change does what the script does.
func (d *PageData) change(n float64, s Subject) *PageChange {
	if n == 0 {
		return nil
	}
	row := d.Changes[int(n)-1]
	c := &PageChange{
		Kind: d.text(at(row, 0)), Why: d.text(at(row, 2)), Verdict: d.text(at(row, 3)), Template: d.text(at(row, 4)), WasKind: d.text(at(row, 5)),
		Resolved: d.findings(at(row, 8), s), Undecided: d.findings(at(row, 9), s), Unjudged: at(row, 10) == 1.0,
	}
	if c.Kind != string(comparison.ChangeNew) {
		c.New = d.findings(at(row, 7), s)
	}
	if c.WasKind != "" {
		c.WasID = whole(at(row, 6))
	}
	return c
}

// GoneSubjects are the subjects that only the earlier audit holds.
func (d *PageData) GoneSubjects() []Gone {
	var out []Gone
	for _, row := range d.Gone {
		n, _ := at(row, 3).(float64)
		alike := d.Alike[int(n)]
		g := Gone{
			ID: whole(at(row, 0)), TokenName: d.text(at(row, 1)), Owner: d.text(at(row, 2)), Verdict: d.Texts[alike[0]], Kind: d.Texts[alike[1]],
			Organization: d.Texts[alike[2]], Template: d.Texts[alike[3]], Title: d.Texts[alike[4]], Why: d.Texts[alike[5]], Unjudged: alike[6] == 1,
		}
		g.Findings = d.findings(at(row, 4), Subject{TokenName: g.TokenName, Owner: g.Owner, Organization: g.Organization, Template: g.Template})
		out = append(out, g)
	}
	return out
}
