package usage

import "strings"

// Words names a source for people, in the middle of a sentence.
func (s Source) Words() string {
	switch s {
	case AuditLog:
		return "audit log"
	case Insights:
		return "API Insights"
	case Recorded:
		return "record"
	}
	return string(s)
}

// Named names a source for people, with its article.
func (s Source) Named() string {
	if s == Insights {
		return s.Words()
	}
	return "the " + s.Words()
}

// SourcesWords names sources for people: "the audit log and API Insights".
func SourcesWords(sources []Source) string {
	words := make([]string, len(sources))
	for i, s := range sources {
		words[i] = s.Named()
	}
	if last := len(words) - 1; last > 0 {
		return strings.Join(words[:last], ", ") + " and " + words[last]
	}
	return strings.Join(words, "")
}

// NotShown says in sentences what sources do not show of what tokens did.
func NotShown(sources map[Source]bool) []string {
	var out []string
	if sources[AuditLog] {
		out = append(out, "The audit log leaves out calls to public repositories and downloads of files, and does not show what GraphQL calls ask for. It has calls of Git only if Git events are exported.")
	}
	if sources[Insights] {
		out = append(out, "API Insights counts neither searches nor GraphQL nor Git, and shows no repositories and no answers. It covers at most 31 days.")
	}
	if sources[Recorded] {
		out = append(out, "A record shows only what one command did while it was recorded.")
	}
	return out
}

// String names the call in the words of `patctl explain`.
func (c Call) String() string {
	switch {
	case len(c.Is) > 0:
		return strings.Join(c.Is, ", ")
	case c.Method == "":
		return c.Route
	}
	return c.Method + " " + c.Route
}
