package auditreport

import (
	"path"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/classic"
	"github.com/patctl/patctl/internal/report/judged"
	"github.com/patctl/patctl/internal/report/use"
)

// Input is what the report of an audit is made of.
type Input struct {
	Version       string // of patctl
	Host          string
	Directory     string // of the configuration below the top of the repository, with slashes
	Configuration *hcl.Configuration
	Organizations []string // logins of those that were audited, also of those without anything
	Audit         *audit.Audit
	LetGo         bool      // of the subjects of the audit, one by one: two million are too many to keep
	Subjects      *Subjects // that were added while they were judged; nil: those of the audit
	Selection     judged.Selection
	Calls         *judged.Calls
	AsOf          time.Time // that was asked for; zero: none was
}

// NewDocument returns the document of an audit, narrowed to the selection.
// The gaps of an audit are never narrowed.
func NewDocument(in Input) *Document {
	d := &Document{
		FormatVersion: format.FormatVersion,
		PatctlVersion: in.Version,
		GeneratedAt:   in.Audit.AsOf.UTC(),
		Host:          format.Valid(in.Host),
		asked:         in.AsOf,
		Configuration: Configuration{Directory: path.Clean(in.Directory), Files: configurationFiles(in.Configuration)},
		Complete:      in.Audit.Complete(),
		Incomplete:    []judged.Gap{},
		Selection:     in.Selection.Normal(),
		Organizations: newOrganizations(in),
		Subjects:      judged.NewSubjects(),
		Use:           use.NewLog(in.Audit.Use),
		TemplateUse:   use.NewTemplates(in.Audit.Templates),
		ClassicRead:   in.Audit.ClassicRead,
		ClassicTokens: []classic.Token{},
	}
	for _, gap := range in.Audit.Gaps {
		d.Incomplete = append(d.Incomplete, judged.Gap{Organization: format.Valid(gap.Organization), What: format.Valid(gap.What), Why: format.Valid(gap.Why), Policy: format.Valid(gap.Policy)})
	}
	d.addSubjects(&in)
	d.addClassic(in.Audit)
	d.BlindSpots = d.blindSpots()
	d.addExceptions(in.Audit.Exceptions)
	d.Summary.Calls = in.Calls
	return d
}

func configurationFiles(cfg *hcl.Configuration) []string {
	files := []string{}
	for name := range cfg.Sources {
		if strings.HasSuffix(name, hcl.NativeSuffix) || strings.HasSuffix(name, hcl.JSONSuffix) {
			files = append(files, format.Valid(name))
		}
	}
	slices.Sort(files)
	return files
}

func newOrganizations(in Input) []judged.Organization {
	readAt := map[string]*time.Time{}
	for i := range in.Audit.Organizations {
		if o := &in.Audit.Organizations[i]; !o.ReadAt.IsZero() {
			readAt[o.Login] = &o.ReadAt
		}
	}
	addresses, ranges := map[string][]string{}, map[string]*diag.Range{} // by folded logins
	for _, t := range in.Configuration.Templates {
		login := pat.FoldLogin(t.TargetName)
		addresses[login] = append(addresses[login], format.Valid(t.Address))
	}
	for _, block := range in.Configuration.Organizations {
		ranges[pat.FoldLogin(block.Login)] = &block.Range
	}
	out := []judged.Organization{}
	for _, login := range in.Organizations {
		folded := pat.FoldLogin(login)
		o := judged.Organization{Login: format.Valid(login), TemplateAddresses: append([]string{}, addresses[folded]...)}
		at := in.Audit.TimeOf(login).UTC()
		o.AsOf = &at
		if read := readAt[login]; read != nil {
			o.ReadAt = format.UTC(read)
		}
		o.Templates, o.Range = len(o.TemplateAddresses), rangeOrNil(ranges[folded])
		slices.Sort(o.TemplateAddresses)
		out = append(out, o)
	}
	slices.SortFunc(out, func(a, b judged.Organization) int { return strings.Compare(a.Login, b.Login) })
	return out
}

func rangeOrNil(r *diag.Range) *format.SourceRange {
	if r == nil {
		return nil
	}
	out := format.NewSourceRange(*r)
	out.Filename = format.Valid(out.Filename)
	return &out
}

// addExceptions adds the exceptions. That one covers nothing is only known
// where everything was looked at.
func (d *Document) addExceptions(uses []audit.ExceptionUse) {
	d.Exceptions = make([]Exception, 0, len(uses))
	everything := d.Complete && len(d.Selection.Organizations) == 0
	for i := range uses {
		u := &uses[i]
		e := u.Exception
		out := Exception{
			Name: format.Valid(e.Name), Rules: []string{}, Reason: format.Valid(e.Reason),
			Expires: e.Expires.UTC().AddDate(0, 0, -1).Format(time.DateOnly),
			Covered: u.Covered, Lapsed: u.Lapsed, Soon: u.Soon,
			Unused: everything && !u.Lapsed && !u.Unasked && u.Covered == 0,
		}
		for _, rule := range e.Rules {
			out.Rules = append(out.Rules, format.Valid(rule))
		}
		d.Exceptions = append(d.Exceptions, out)
	}
}
