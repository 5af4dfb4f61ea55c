package renewal

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/catalog/generate/docs"
)

var parameter = regexp.MustCompile(`\{[^}]*\}`)

// keyOf is the same for all ways to name the parameters of a path.
func keyOf(method, path string) string { return method + " " + parameter.ReplaceAllString(path, "{}") }

func (r row) key() string { return keyOf(r["method"], r["path"]) }

// place is a row and its table.
type place struct {
	table string
	row   row
}

// endpoints renews the endpoints.
func (r *renewal) endpoints() {
	recorded := map[string]place{}
	for _, table := range []string{"endpoints-enterprise", "endpoints", "unlisted"} {
		for _, row := range r.facts[table].rows {
			recorded[row.key()] = place{table, row}
		}
	}
	documented := map[string]bool{}
	for _, o := range r.data.Operations {
		key := keyOf(o.Method, o.Path)
		documented[key] = true
		switch p, known := recorded[key]; {
		case !o.Listed: // the page says nothing of tokens
		case !known:
			r.add(o, "")
			r.change(EndpointAdded, o.Method+" "+o.Path, shown(answerOf(o)))
		case p.table == "endpoints-enterprise":
			r.facts[p.table].remove(func(row row) bool { return row.key() == key })
			r.add(o, "")
			r.change(EndpointAdded, o.Method+" "+o.Path, shown(answerOf(o))+"; only Enterprise products had it")
		default:
			r.compare(p, o)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(recorded)) {
		if p := recorded[key]; p.table != "endpoints-enterprise" && !documented[key] {
			r.gone(p)
		}
	}
}

// compare holds a row against what GitHub says today.
func (r *renewal) compare(p place, o docs.Operation) {
	what, before, now := o.Method+" "+o.Path, p.answer(), answerOf(o)
	switch {
	case same(before, now):
		r.agree(p.row.key())
		r.publicRead(p, o)
	case p.row["source"] != "data":
		r.keep(p, now)
	default:
		r.facts[p.table].remove(func(row row) bool { return row.key() == p.row.key() })
		r.add(o, p.row["condition"])
		r.change(EndpointChanged, what, "was: "+shown(before)+"; is: "+shown(now))
	}
}

// keep keeps a row that does not come from GitHub's data, and says so unless GitHub's data said the same
// before.
func (r *renewal) keep(p place, now string) {
	what := p.row["method"] + " " + p.row["path"]
	table := r.facts["disagreements"]
	if known := table.find(func(row row) bool { return row.key() == p.row.key() }); known != nil {
		if same(known["data_says"], now) {
			return
		}
		known["data_says"] = now
	} else {
		table.add(row{"method": p.row["method"], "path": p.row["path"], "data_says": now})
	}
	r.change(EndpointKept, what, fmt.Sprintf("%s (%s); GitHub's data: %s", shown(p.answer()), p.row["source"], shown(now)))
}

// agree forgets a disagreement.
func (r *renewal) agree(key string) {
	table := r.facts["disagreements"]
	if known := table.find(func(row row) bool { return row.key() == key }); known != nil {
		table.remove(func(row row) bool { return row.key() == key })
		r.change(EndpointChanged, known["method"]+" "+known["path"], "GitHub's data says the same now as the facts")
	}
}

// publicRead renews whether public resources need no permission.
func (r *renewal) publicRead(p place, o docs.Operation) {
	now := public(o)
	if p.row["source"] != "data" || p.row["public_read"] == now || o.Method != "GET" {
		return
	}
	if before := p.row["public_read"]; before != "" {
		r.change(EndpointChanged, o.Method+" "+o.Path, "public resources without a permission: was "+before+", is "+now)
	} else {
		r.change(EndpointChanged, o.Method+" "+o.Path, "public resources without a permission: was not known, is "+now)
	}
	p.row["public_read"] = now
}

// gone deals with an endpoint that GitHub documents no more.
func (r *renewal) gone(p place) {
	if p.row["source"] != "data" {
		r.keep(p, "absent")
		return
	}
	r.facts[p.table].remove(func(row row) bool { return row.key() == p.row.key() })
	r.change(EndpointRemoved, p.row["method"]+" "+p.row["path"], shown(p.answer()))
}

// add adds a row to the table that it belongs to. The conditions of an earlier row stay where there are
// as many sets.
func (r *renewal) add(o docs.Operation, condition string) {
	answer := answerOf(o)
	sets, needs := strings.CutPrefix(answer, "needs ")
	if !needs {
		page, _, _ := cutLast(o.Doc)
		r.facts["unlisted"].add(row{
			"method": o.Method, "path": o.Path, "fine_grained": answer, "source": "data", "github_app": fmt.Sprint(o.GitHubApp),
			"category": page, "public_read": public(o), "grade": "proven", "evidence": "",
		})
		return
	}
	if strings.Count(condition, " | ") != strings.Count(sets, " | ") {
		if condition != "" {
			r.say(Unreadable, o.Method+" "+o.Path, "the sets have changed, and lost their condition: "+condition)
		}
		condition = ""
	}
	r.facts["endpoints"].add(row{
		"method": o.Method, "path": o.Path, "permission_sets": sets, "doc": o.Doc, "source": "data", "condition": condition,
		"public_read": public(o), "grade": "proven",
	})
}

func public(o docs.Operation) string {
	if o.Public {
		return "yes"
	}
	return "no"
}

// answer is what a row says, in the words of unlisted.tsv.
func (p place) answer() string {
	if p.table == "endpoints" {
		return "needs " + p.row["permission_sets"]
	}
	return p.row["fine_grained"]
}

// answerOf is what GitHub says, in the words of unlisted.tsv.
func answerOf(o docs.Operation) string {
	switch {
	case !o.FineGrained || o.AppOnly:
		return "no"
	case o.Sets == nil:
		return "yes"
	}
	sets := make([]string, len(o.Sets))
	for i, set := range o.Sets {
		sets[i] = strings.Join(set, " + ")
	}
	return "needs " + strings.Join(sets, " | ")
}

// same compares answers without regard to the order of sets. What works for public resources
// alone is closed in GitHub's data.
func same(a, b string) bool { return canonical(a) == canonical(b) }

func canonical(answer string) string {
	sets, needs := strings.CutPrefix(answer, "needs ")
	if !needs {
		return strings.Replace(answer, "public", "no", 1)
	}
	alternatives := strings.Split(sets, " | ")
	for i, set := range alternatives {
		parts := strings.Split(set, " + ")
		slices.Sort(parts)
		alternatives[i] = strings.Join(parts, " + ")
	}
	slices.Sort(alternatives)
	return "needs " + strings.Join(slices.Compact(alternatives), " | ")
}

// shown gives an answer for people.
func shown(answer string) string {
	switch answer {
	case "yes":
		return "needs no permission"
	case "no":
		return "closed to fine-grained tokens"
	case "public":
		return "public resources only"
	case "absent":
		return "not there"
	}
	return answer
}

func cutLast(doc string) (page, anchor string, ok bool) {
	i := strings.LastIndexByte(doc, '/')
	if i < 0 {
		return doc, "", false
	}
	return doc[:i], doc[i+1:], true
}
