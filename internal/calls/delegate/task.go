package delegate

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// runner runs tasks that a file of the repository describes.
type runner struct {
	file   string   // where the tasks are; "": in several files
	verbs  []string // one of them precedes the task; nil: none
	not    []string // with verbs nil: commands of the runner itself
	values []string // options that take the next word
}

var (
	npmCommands = []string{
		"add", "audit", "bin", "cache", "ci", "config", "create", "dedupe", "deprecate", "dist-tag", "doctor", "fund", "generate-lock-entry", "get", "global", "help", "i", "import", "info", "init",
		"install", "link", "list", "login", "logout", "ls", "npm", "outdated", "owner", "pack", "patch", "plugin", "prune", "publish", "rebuild", "remove", "rm", "root", "set", "setup", "store", "un",
		"uninstall", "unlink", "unplug", "up", "update", "upgrade", "version", "versions", "view", "whoami", "why", "workspace", "workspaces", "exec", "dlx", "x", "node", "env", "self-update", "approve-builds", "deploy-lock",
	}
	runners = map[string]runner{
		"make": {file: "Makefile", values: []string{"-C", "-f", "-j", "-I", "-l", "-o"}}, "gmake": {file: "Makefile", values: []string{"-C", "-f", "-j"}},
		"just": {file: "justfile", values: []string{"-f", "-d", "--set"}}, "task": {file: "Taskfile.yml", values: []string{"-d", "-t"}}, "rake": {file: "Rakefile", values: []string{"-f"}},
		"mage": {}, "invoke": {}, "inv": {}, "nox": {values: []string{"-s", "-k", "-p"}}, "tox": {values: []string{"-e"}}, "gulp": {}, "grunt": {}, "ant": {values: []string{"-f"}}, "doit": {}, "poe": {},
		"npm":  {file: "package.json", verbs: []string{"run", "run-script", "start", "restart", "stop", "test"}, values: []string{"--prefix", "-w", "--workspace", "-C"}},
		"yarn": {file: "package.json", not: npmCommands, values: []string{"--cwd"}}, "pnpm": {file: "package.json", not: npmCommands, values: []string{"-C", "--dir", "--filter", "-F"}},
		"gradle": {values: []string{"-p", "-b", "-x", "-I"}}, "gradlew": {values: []string{"-p", "-b", "-x", "-I"}}, "mvn": {values: []string{"-f", "-pl", "-P", "-s", "-T"}}, "mvnw": {values: []string{"-f", "-pl", "-P", "-s", "-T"}},
		"composer": {file: "composer.json", verbs: []string{"run", "run-script"}}, "turbo": {verbs: []string{"run"}, values: []string{"--filter"}}, "sbt": {}, "earthly": {values: []string{"--build-arg"}},
		"cargo": {verbs: []string{"xtask", "make"}}, "bazel": {verbs: []string{"run"}}, "dagger": {verbs: []string{"call"}},
	}
)

// usual are tasks that by their names build and test, and no more.
var usual = lazyregexp.New(`(?i)^(?:.*[:_-])?(?:all|ci|build|compile|tests?|checks?|lint|fmt|format|vet|clean|install|deps?|dependencies|gen|generate|codegen|setup|init|cover|coverage|bench|benchmarks?|docs?|dev|start|serve|watch|prepare|typecheck|tsc|types|tidy|mod|modules|vendor|verify|validate|style|e2e|unit|integration|help|tools|bootstrap|assemble|package|preview|storybook|eslint|prettier|jest|vitest|spec|rubocop|mypy|ruff|pytest|bundle|dist|run|jar|war|site|tag-check)(?:[:_.-].*)?$`)

// task finds the tasks.
func (r runner) task(name string, words []string) (reading.Run, bool) {
	var tasks []string
	verb := ""
	file := r.file
	for i := 0; i < len(words); i++ {
		word := words[i]
		switch {
		case word == "-f" && i+1 < len(words) && file != "" && pathForm.MatchString(words[i+1]):
			i++
			file = words[i]
		case slices.Contains(r.values, word):
			i++
		case word == "--":
			i = len(words)
		case strings.HasPrefix(word, "-") || strings.Contains(word, "="):
		case r.verbs != nil && verb == "":
			if verb = word; !slices.Contains(r.verbs, verb) {
				return reading.Run{}, false
			}
		case slices.Contains(r.not, word) && len(tasks) == 0:
			return reading.Run{}, false
		case word == "run" && r.not != nil && len(tasks) == 0:
		default:
			tasks = append(tasks, word)
			if r.file == "package.json" {
				i = len(words) // what follows is for the task
			}
		}
	}
	return r.run(name, file, verb, tasks)
}

func (r runner) run(name, file, verb string, tasks []string) (reading.Run, bool) {
	run := reading.Run{What: name, File: file, Weak: true}
	switch {
	case verb != "" && len(tasks) == 0:
		tasks = []string{verb}
	case verb != "":
		run.What += " " + verb
	}
	for _, task := range tasks {
		task = strings.Trim(task, ":")
		if usual.MatchString(task) {
			continue
		}
		run.Weak = false
		if pathForm.MatchString(strings.ReplaceAll(task, ":", "-")) && strings.Count(run.What, " ") < 4 {
			run.What += " " + shown(task)
		}
	}
	if run.Weak && len(tasks) > 0 && plainName.MatchString(tasks[0]) {
		run.What += " " + tasks[0]
	}
	return run, true
}
