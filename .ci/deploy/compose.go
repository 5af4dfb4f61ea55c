package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
)

// user is that of the image.
const user = "65532:65532"

// checkCompose returns what is wrong with the Compose file.
func checkCompose(data []byte) []string {
	project, err := loader.LoadWithContext(context.Background(), types.ConfigDetails{
		WorkingDir:  "/srv/patctl",
		ConfigFiles: []types.ConfigFile{{Filename: "compose.yaml", Content: data}},
		Environment: types.Mapping{"GITHUB_APP_ID": "123456"},
	})
	if err != nil {
		return []string{"compose.yaml: " + err.Error()}
	}
	var problems []string
	problem := func(format string, args ...any) {
		problems = append(problems, "compose.yaml: "+fmt.Sprintf(format, args...))
	}
	for name, s := range project.Services {
		if !slices.Contains(s.SecurityOpt, "no-new-privileges:true") {
			problem("%s may get new privileges", name)
		}
		for variable, value := range s.Environment {
			if value != nil && strings.HasSuffix(variable, "_FILE") && !hasSecret(s, strings.TrimPrefix(*value, "/run/secrets/")) {
				problem("%s of %s is %s, which is no secret of it", variable, name, *value)
			}
		}
		if !strings.Contains(s.Image, "patctl") {
			continue
		}
		if !s.ReadOnly || s.User != user || !slices.Contains(s.CapDrop, "ALL") {
			problem("%s does not run as %s, without capabilities, in a file system that it can't write", name, user)
		}
	}
	serve := project.Services["patctl"]
	if grace, ok := graceOf(serve.Command); !ok || serve.StopGracePeriod == nil || time.Duration(*serve.StopGracePeriod) < grace+sendTime {
		problem("stop_grace_period is too short for --grace")
	}
	for _, p := range serve.Ports {
		if p.HostIP != "127.0.0.1" {
			problem("the port %s is open to everybody, without TLS", p.Published)
		}
	}
	return problems
}

func hasSecret(s types.ServiceConfig, name string) bool {
	return slices.ContainsFunc(s.Secrets, func(secret types.ServiceSecretConfig) bool { return secret.Source == name })
}
