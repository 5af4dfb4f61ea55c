package main

import (
	"os"

	git "github.com/go-git/go-git/v5"
)

func main() {
	repo, err := git.PlainClone("/tmp/api", false, &git.CloneOptions{URL: "https://github.com/octo-org/api"}) // CALL: git fetch
	if err != nil {
		os.Exit(1)
	}
	_ = repo.Push(&git.PushOptions{RemoteName: "origin"}) // UNCLEAR: git push
	_, _ = git.PlainClone("/tmp/x", false, &git.CloneOptions{URL: "https://gitlab.com/octo-org/api"})
}
