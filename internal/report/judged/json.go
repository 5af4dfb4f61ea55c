package judged

import "github.com/patctl/patctl/internal/format"

// AppendJSON appends a subject with its reason to deny, as format.WriteJSON writes it. All its lines
// after the first begin with the prefix. encoding/json would take most of the time of a large audit.
func (s *Subject) AppendJSON(out []byte, prefix string) []byte {
	o := format.AppendObject(out, prefix)
	o.String("kind", string(s.Kind))
	o.String("organization", s.Organization)
	o.Int("id", s.ID)
	o.IntOrNull("token_id", s.TokenID)
	o.StringOrNull("token_name", s.TokenName)
	o.String("owner", s.Owner)
	o.String("verdict", string(s.Verdict))
	o.Bool("unjudged", s.Unjudged)
	o.List("unjudged_because", len(s.UnjudgedWhy), func(out []byte, _ string, i int) []byte { return format.AppendString(out, s.UnjudgedWhy[i]) })
	o.StringOrNull("template", s.Template)
	o.StringOrNull("matched_by", s.MatchedBy)
	o.StringOrNull("nearest", s.Nearest)
	o.List("findings", len(s.Findings), func(out []byte, prefix string, i int) []byte { return s.Findings[i].appendJSON(out, prefix) })
	o.StringOrNull("reason", s.Reason)
	o.Bool("expired", s.Expired)
	o.TimeOrNull("expires_at", s.ExpiresAt)
	o.TimeOrNull("last_used_at", s.LastUsedAt)
	o.StringOrNull("fix_url", s.FixURL)
	o.StringOrNull("nearest_url", s.NearestURL)
	o.StringOrNull("deny_reason", s.Denied())
	o.Any("use", s.Use)
	return o.End()
}

func (f *Finding) appendJSON(out []byte, prefix string) []byte {
	o := format.AppendObject(out, prefix)
	o.String("rule", f.Rule)
	o.String("severity", string(f.Severity))
	o.String("message", f.Message)
	o.StringOrNull("permission", f.Permission)
	o.StringOrNull("declared", f.Declared)
	o.StringOrNull("actual", f.Actual)
	o.Range("range", f.Range)
	o.StringOrNull("excepted_by", f.ExceptedBy)
	return o.End()
}
