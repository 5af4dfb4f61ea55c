package metrics_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// family is a metric as a scrape shows it.
type family struct {
	kind   string
	labels map[string]map[string]bool // values by label
}

var (
	typeLine   = regexp.MustCompile(`^# TYPE (\S+) (\S+)\n$`)
	sampleLine = regexp.MustCompile(`^([a-z_]+)(?:\{(.*)\})? \S+\n$`)
	labelPair  = regexp.MustCompile(`(\w+)="([^"]*)"`)
)

// families reads a scrape. The parts of a histogram are families, too.
func families(text string) map[string]family {
	all := map[string]family{}
	for line := range strings.Lines(text) {
		if m := typeLine.FindStringSubmatch(line); m != nil {
			all[m[1]] = family{m[2], map[string]map[string]bool{}}
			if m[2] == "histogram" {
				for _, part := range []string{"_bucket", "_sum", "_count"} {
					all[m[1]+part] = family{"counter", map[string]map[string]bool{}}
				}
			}
			continue
		}
		m := sampleLine.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		for _, pair := range labelPair.FindAllStringSubmatch(m[2], -1) {
			labels := all[m[1]].labels
			if labels[pair[1]] == nil {
				labels[pair[1]] = map[string]bool{}
			}
			labels[pair[1]][pair[2]] = true
		}
	}
	return all
}

// token finds the parts of an expression: a text, a number, a duration, a variable of Grafana, a
// name, or an operator.
var token = regexp.MustCompile(`^(?:"[^"\\]*"|\d+(?:\.\d+)?(?:ms|[smhdwy])?|\$\w+|[a-zA-Z_]\w*|[=!]~|[=!<>]=|[-+*/%^<>=(){}\[\],])`)

// The words of PromQL that the documents use.
var (
	functions  = strings.Fields("absent clamp_max clamp_min delta histogram_quantile increase max_over_time min_over_time rate time vector")
	aggregates = strings.Fields("avg count max min sum topk")
	keywords   = strings.Fields("and or unless by without on ignoring bool")
	ranged     = strings.Fields("delta increase rate max_over_time min_over_time")
)

func tokens(expression string) ([]string, error) {
	var all []string
	for rest := strings.TrimSpace(expression); rest != ""; rest = strings.TrimSpace(rest) {
		t := token.FindString(rest)
		if t == "" {
			return nil, fmt.Errorf("%q cannot be read", rest)
		}
		all, rest = append(all, t), rest[len(t):]
	}
	return all, nil
}

var isWord = regexp.MustCompile(`^[a-zA-Z_]\w*$`)

// checkPromQL checks brackets, functions, metrics, labels, and the values of labels. It returns
// the metrics.
func checkPromQL(expression string, known map[string]family) ([]string, error) {
	all, err := tokens(expression)
	if err != nil {
		return nil, err
	}
	if err := balanced(all); err != nil {
		return nil, err
	}
	var used []string
	for i := 0; i < len(all); i++ {
		next := ""
		if i+1 < len(all) {
			next = all[i+1]
		}
		word := all[i]
		switch {
		case !isWord.MatchString(word):
		case slices.Contains(keywords, word):
			if next == "(" && slices.Contains([]string{"by", "without", "on", "ignoring"}, word) {
				i += 1 + slices.Index(all[i+1:], ")")
			}
		case next == "(" || slices.Contains(aggregates, word):
			if !slices.Contains(functions, word) && !slices.Contains(aggregates, word) {
				return nil, fmt.Errorf("there is no function %s", word)
			}
			if slices.Contains(ranged, word) && !slices.Contains(all[i:], "[") {
				return nil, fmt.Errorf("%s needs a range", word)
			}
		default:
			f, ok := known[word]
			if !ok {
				return nil, fmt.Errorf("there is no metric %s", word)
			}
			if counted := i >= 2 && (all[i-2] == "rate" || all[i-2] == "increase"); counted != (f.kind == "counter") && strings.HasPrefix(word, "patctl_") {
				return nil, fmt.Errorf("%s is a %s", word, f.kind)
			}
			used = append(used, word)
			if next == "{" {
				end := i + 1 + slices.Index(all[i+1:], "}")
				if err := checkSelector(all[i+2:end], word, f); err != nil {
					return nil, err
				}
				i = end
			}
		}
	}
	return used, nil
}

func balanced(all []string) error {
	var open []string
	pairs := map[string]string{")": "(", "}": "{", "]": "["}
	for _, t := range all {
		switch {
		case t == "(" || t == "{" || t == "[":
			open = append(open, t)
		case pairs[t] == "":
		case len(open) == 0 || open[len(open)-1] != pairs[t]:
			return fmt.Errorf("%s closes nothing", t)
		default:
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		return fmt.Errorf("%s is not closed", open[0])
	}
	return nil
}

// checkSelector checks label, operator, and value of each part.
func checkSelector(parts []string, metric string, f family) error {
	for part := range slices.Chunk(parts, 4) {
		if len(part) < 3 || len(part) == 4 && part[3] != "," {
			return fmt.Errorf("the selector of %s is odd: %s", metric, strings.Join(part, " "))
		}
		label, values := part[0], strings.Trim(part[2], `"`)
		if f.labels[label] == nil {
			return fmt.Errorf("%s has no label %s", metric, label)
		}
		if strings.HasPrefix(values, "$") {
			continue
		}
		for value := range strings.SplitSeq(values, "|") {
			if !f.labels[label][value] {
				return fmt.Errorf("the label %s of %s is never %q", label, metric, value)
			}
		}
	}
	return nil
}

// TestCheckPromQL checks the checker itself.
func TestCheckPromQL(t *testing.T) {
	known := families(scrape(t, newMetrics(octo)))
	for expression, want := range map[string]string{
		`sum(patctl_queue_depth`:                                       "not closed",
		`sum(patctl_queue_depth))`:                                     "closes nothing",
		`summe(patctl_queue_depth)`:                                    "no function summe",
		`sum(patctl_queue_length)`:                                     "no metric",
		`patctl_queue_depth{stage="waiting"}`:                          "no label stage",
		`patctl_queue_depth{state="wating"}`:                           `never "wating"`,
		`increase(patctl_deliveries_total{outcome=~"failed|bzy"}[5m])`: `never "bzy"`,
		`rate(patctl_deliveries_total)`:                                "needs a range",
		`rate(patctl_queue_depth[5m])`:                                 "is a gauge",
		`sum(patctl_deliveries_total)`:                                 "is a counter",
		`patctl_queue_depth ? 1`:                                       "cannot be read",
		`sum by (state) (patctl_queue_depth{state!="running"}) > 3`:    "",
	} {
		if _, err := checkPromQL(expression, known); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", expression, err, want)
		}
	}
}
