package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const files = "../../docs/serve"

// TestMistakes: a mistake in one of the files is found.
func TestMistakes(t *testing.T) {
	for name, c := range map[string]struct{ file, old, new, problem string }{
		"a field that is misspelled":       {"kubernetes/serve.yaml", "replicas: 2", "replica: 2", `unknown field "spec.replica"`},
		"a field in the wrong place":       {"kubernetes/serve.yaml", "allowPrivilegeEscalation: false", "allowPrivilegeEscalation: false\n            fsGroup: 1", `unknown field "spec.template.spec.containers[0].securityContext.fsGroup"`},
		"a key twice":                      {"kubernetes/network.yaml", "spec:", "kind: NetworkPolicy\nspec:", `"kind" already set`},
		"a number for a text":              {"kubernetes/serve.yaml", "name: patctl, key: app-id", "name: 1, key: app-id", "cannot unmarshal number"},
		"an unknown kind":                  {"kubernetes/migrate.yaml", "kind: Job", "kind: Jobs", `no kind "Jobs"`},
		"a field of the PodMonitor":        {"kubernetes/example/podmonitor.yaml", "interval: 30s", "every: 30s", "unknown field"},
		"root":                             {"kubernetes/serve.yaml", "runAsNonRoot: true", "runAsNonRoot: false", "runAsNonRoot"},
		"no seccomp profile":               {"kubernetes/migrate.yaml", "        seccompProfile: { type: RuntimeDefault }\n", "", "seccompProfile"},
		"labels that nothing has":          {"kubernetes/serve.yaml", "  selector: { app.kubernetes.io/name: patctl", "  selector: { app.kubernetes.io/name: pactl", "the Service selects"},
		"a port that nothing has":          {"kubernetes/serve.yaml", "targetPort: http", "targetPort: web", "the Service names the port web"},
		"a key that the Secret has not":    {"kubernetes/example/secrets.yaml", "  serve-token:", "  server-token:", "reads the key serve-token"},
		"a file that no volume has":        {"kubernetes/serve.yaml", "value: /run/secrets/patctl/webhook-secret", "value: /run/secrets/webhook-secret", "PATCTL_WEBHOOK_SECRET_FILE"},
		"a ConfigMap that does not exist":  {"kubernetes/configuration.yaml", "name: patctl\n", "name: tokens\n", "names the ConfigMap patctl"},
		"too little time to stop":          {"kubernetes/serve.yaml", "terminationGracePeriodSeconds: 60", "terminationGracePeriodSeconds: 40", "too short"},
		"the status page for everybody":    {"kubernetes/example/ingress.yaml", "path: /webhook", "path: /", "the Ingress exposes /"},
		"a field of Compose":               {"compose.yaml", "read_only: true\n    cap_drop", "readonly: true\n    cap_drop", "services.patctl.readonly"},
		"a secret that Compose lacks":      {"compose.yaml", "secrets: [app.pem, webhook-secret, serve-token, database-url]", "secrets: [app.pem, serve-token, database-url]", "PATCTL_WEBHOOK_SECRET_FILE"},
		"a service that does not exist":    {"compose.yaml", "      database:\n        condition", "      postgres:\n        condition", "postgres"},
		"a port that is open to everybody": {"compose.yaml", `"127.0.0.1:8080:8080"`, `"8080:8080"`, "open to everybody"},
		"deliveries for the Job":           {"kubernetes/migrate.yaml", "component: migrate", "component: serve", "sends deliveries to the Job"},
		"too little time in Compose":       {"compose.yaml", "stop_grace_period: 60s", "stop_grace_period: 10s", "too short"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(files)); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(dir, filepath.FromSlash(c.file))
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			text := strings.Replace(string(data), c.old, c.new, 1)
			if text == string(data) {
				t.Fatalf("%s has no %q", c.file, c.old)
			}
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if found := strings.Join(check(dir), "\n"); !strings.Contains(found, c.problem) {
				t.Errorf("found %q, want %q", found, c.problem)
			}
		})
	}
}

// TestFiles: the files themselves have no mistake.
func TestFiles(t *testing.T) {
	if problems := check(files); len(problems) > 0 {
		t.Error(strings.Join(problems, "\n"))
	}
}
