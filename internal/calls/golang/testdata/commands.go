package main

import (
	"context"
	"os/exec"
)

func gh(args ...string) error {
	return exec.Command("gh", args...).Run()
}

func main() {
	_ = exec.Command("gh", "secret", "set", "TOKEN", "--repo", "octo-org/api").Run() // CALL: gh secret set
	_ = gh("release", "create", "v1")                                                // CALL: gh release create
	args := []string{"api", "-X", "PUT", "repos/octo-org/api/vulnerability-alerts"}
	_ = exec.CommandContext(context.Background(), "gh", args...).Run()               // CALL: PUT /repos/{owner}/{repo}/vulnerability-alerts
	_ = exec.Command("git", "push", "https://github.com/octo-org/api", "main").Run() // CALL: git push
	_ = exec.Command("git", "status").Run()
	_ = exec.Command("curl", "-sS", "-X", "POST", "https://api.github.com/repos/octo-org/api/forks").Run() // CALL: POST /repos/{owner}/{repo}/forks
	_ = exec.Command("echo", "gh pr merge").Run()
	_ = exec.Command("bash", "-c", "gh pr list | wc -l").Run()    // CALL: gh pr list
	_ = exec.Command("sh", "-c", "cd api && gh label list").Run() // CALL: gh label list
}
