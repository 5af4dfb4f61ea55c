package metrics_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"
)

// The documents that use the metrics.
const (
	dashboardFile = "../../../docs/serve/grafana.json"
	alertsFile    = "../../../docs/serve/alerts.yaml"
)

type dashboard struct {
	Title      string
	UID        string
	Templating struct {
		List []struct{ Name, Type, Query string }
	}
	Panels []struct {
		ID          int
		Type, Title string
		Datasource  struct{ Type, UID string }
		GridPos     struct{ X, Y, W, H int }
		FieldConfig struct {
			Defaults struct{ Unit string }
		}
		Targets []struct {
			RefID, Expr, LegendFormat string
			Datasource                struct{ Type, UID string }
		}
	}
}

func readDashboard(t *testing.T) dashboard {
	t.Helper()
	text, err := os.ReadFile(dashboardFile)
	if err != nil {
		t.Fatal(err)
	}
	var d dashboard
	if err := json.Unmarshal(text, &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// TestDashboard: each panel has what Grafana needs, and asks for metrics that exist.
func TestDashboard(t *testing.T) {
	known := families(scrape(t, newMetrics(octo)))
	ids, taken := map[int]bool{}, map[[2]int]bool{}
	for _, p := range readDashboard(t).Panels {
		if p.Title == "" || p.ID == 0 || ids[p.ID] || p.GridPos.W < 1 || p.GridPos.X+p.GridPos.W > 24 {
			t.Errorf("panel %d, %q: the title, the id, or the place is wrong", p.ID, p.Title)
		}
		ids[p.ID] = true
		for x := range p.GridPos.W {
			for y := range p.GridPos.H {
				cell := [2]int{p.GridPos.X + x, p.GridPos.Y + y}
				if taken[cell] {
					t.Fatalf("%s: another panel is at %v", p.Title, cell)
				}
				taken[cell] = true
			}
		}
		if p.Type == "row" {
			continue
		}
		if p.FieldConfig.Defaults.Unit == "" || p.Datasource.UID != "${datasource}" || len(p.Targets) == 0 {
			t.Errorf("%s: the unit, the variable of the data source, or the queries are missing", p.Title)
		}
		for _, target := range p.Targets {
			if target.RefID == "" || target.LegendFormat == "" || target.Datasource.UID != "${datasource}" {
				t.Errorf("%s: a query lacks its id, legend, or data source", p.Title)
			}
			if _, err := checkPromQL(target.Expr, known); err != nil {
				t.Errorf("%s: %v in %s", p.Title, err, target.Expr)
			}
		}
	}
}

// TestDashboardVariables: the variables that queries name are there, and ask for what exists.
func TestDashboardVariables(t *testing.T) {
	d, variables := readDashboard(t), map[string]string{}
	for _, v := range d.Templating.List {
		variables[v.Name] = v.Query
	}
	if variables["datasource"] != "prometheus" {
		t.Errorf("the variable datasource is %q", variables["datasource"])
	}
	known := families(scrape(t, newMetrics(octo)))
	m := regexp.MustCompile(`^label_values\((\w+), (\w+)\)$`).FindStringSubmatch(variables["organization"])
	if m == nil || known[m[1]].labels[m[2]] == nil {
		t.Errorf("the variable organization is %q", variables["organization"])
	}
}

// TestDashboardShowsAll: no metric of patctl is forgotten.
func TestDashboardShowsAll(t *testing.T) {
	text, err := os.ReadFile(dashboardFile)
	if err != nil {
		t.Fatal(err)
	}
	alerts, err := os.ReadFile(alertsFile)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(families(scrape(t, newMetrics(octo))))) {
		histogram := strings.HasSuffix(name, "_sum") || strings.HasSuffix(name, "_count") || strings.HasSuffix(name, "_bucket")
		if ours := strings.HasPrefix(name, "patctl_"); ours && !histogram && name != "patctl_config_last_reload_timestamp_seconds" &&
			!bytes.Contains(append(text, alerts...), []byte(name)) {
			t.Errorf("neither a panel nor an alert uses %s", name)
		}
	}
}

type rules struct {
	Groups []struct {
		Name  string
		Rules []struct {
			Alert, Expr, For    string
			Labels, Annotations map[string]string
		}
	}
}

// TestAlerts: each alert has a level and two texts, and asks for metrics that exist.
func TestAlerts(t *testing.T) {
	text, err := os.ReadFile(alertsFile)
	if err != nil {
		t.Fatal(err)
	}
	var all rules
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&all); err != nil {
		t.Fatal(err)
	}
	known, names := families(scrape(t, newMetrics(octo))), map[string]bool{}
	for _, group := range all.Groups {
		for _, r := range group.Rules {
			if names[r.Alert] || !strings.HasPrefix(r.Alert, "Patctl") {
				t.Errorf("%s: the name is wrong", r.Alert)
			}
			names[r.Alert] = true
			used, err := checkPromQL(r.Expr, known)
			if err != nil || len(used) == 0 {
				t.Errorf("%s: %v, %v", r.Alert, used, err)
			}
			if r.For != "" {
				if _, err := time.ParseDuration(r.For); err != nil {
					t.Errorf("%s: %v", r.Alert, err)
				}
			}
			if level := r.Labels["severity"]; level != "warning" && level != "critical" {
				t.Errorf("%s: the severity is %q", r.Alert, level)
			}
			if r.Annotations["summary"] == "" || r.Annotations["description"] == "" {
				t.Errorf("%s: a text is missing", r.Alert)
			}
			checkTemplates(t, r.Alert, r.Expr, r.Annotations)
		}
	}
	if len(names) < 9 {
		t.Errorf("only %d alerts", len(names))
	}
}

// checkTemplates: texts name only labels that the result of the expression has.
func checkTemplates(t *testing.T, alert, expression string, texts map[string]string) {
	t.Helper()
	var kept []string
	for _, m := range regexp.MustCompile(`by \(([^)]*)\)`).FindAllStringSubmatch(expression, -1) {
		kept = append(kept, strings.Split(m[1], ", ")...)
	}
	for _, text := range texts {
		for _, m := range regexp.MustCompile(`\{\{ (.*?) \}\}`).FindAllStringSubmatch(text, -1) {
			label, named := strings.CutPrefix(m[1], "$labels.")
			if named && !slices.Contains(kept, label) || !named && m[1] != "$value" && m[1] != "$value | humanizeDuration" {
				t.Errorf("%s: {{ %s }} is not known", alert, m[1])
			}
		}
	}
}
