package calls

import (
	"regexp"
	"slices"
	"strings"
)

// suspicion finds in a line what may call GitHub in one way. It gives what is
// known of each call, in the form of Unclear.Call.
type suspicion func(text string, s *signs) []string

// suspicions are all of them.
var suspicions = []suspicion{ghCommands, gitCommands, actionsUsed, hostsCalled, libraryCalls, addressCalls, wrappedCalls, indirectCalls, refusedCalls, spokenCalls}

// suspect notes what a line may call beside the calls that were found in it.
func (r *reader) suspect(line logicalLine, found bool) {
	if !mayCallGitHub.MatchString(line.text) && !r.signs.any(line.text) {
		return
	}
	text := withoutComment(line.text)
	if silentLine.MatchString(text) {
		return
	}
	r.signs.found = found
	for _, find := range suspicions {
		for _, call := range find(text, &r.signs) {
			r.noteRefusal(line, call)
			r.unclear(line.at, call)
		}
	}
}

// mayCallGitHub is quick to say of most lines of most texts that they do not.
var mayCallGitHub = regexp.MustCompile(`(?i)\bgh\b|\bgit\b|github|uses:|ghe\.com|/api/v3|ghcr\.io|curl|wget|\biwr\b|\birm\b|invoke-|\brest\b|\b(?:GET|POST|PUT|PATCH|DELETE)\b|clone_from|hub\s|not accessible by|\b40[134]\b|documentation_url|denied to|refusing to allow`)

// silentLine is a line of a shell that could not be parsed, and only writes.
var silentLine = regexp.MustCompile(`^[-@+>\s]*(?:run:\s*)?(?:echo|printf|grep|egrep|fgrep|rg)\s[^|;&]*$`)

// withoutComment cuts a comment at the end of a line.
func withoutComment(text string) string {
	var mark byte // the quotation mark that is open
	for i := range len(text) {
		switch c := text[i]; {
		case c == mark:
			mark = 0
		case mark == 0 && (c == '\'' || c == '"'):
			mark = c
		case mark == 0 && i > 0 && (text[i-1] == ' ' || text[i-1] == '\t') && (c == '#' && !strings.HasPrefix(text[i:], "##[") || strings.HasPrefix(text[i:], "// ")):
			return text[:i]
		}
	}
	return text
}

// proseBefore are words that stand before the name of a command where a text
// speaks of it, and never where a shell runs it.
var proseBefore = []string{
	"the", "a", "an", "to", "use", "uses", "using", "your", "via", "by", "of", "that", "this", "is", "when", "after", "before", "from",
	"you", "can", "does", "how", "like", "needs", "cannot", "as", "or", "than", "about", "called", "our", "each", "every", "it", "not",
}

// longestWord is longer than any of them, with what stands around it.
const longestWord = 40

// isProse reports whether the words before a command are those of a sentence.
func isProse(before string) bool {
	words := strings.Fields(before[max(0, len(before)-longestWord):])
	return len(words) > 0 && slices.Contains(proseBefore, strings.ToLower(strings.Trim(words[len(words)-1], "`\"'(*_")))
}

// ghCommand is a command of gh other than gh api, with what stands before it.
//
// https://cli.github.com/manual
var ghCommand = regexp.MustCompile(`(^\s*[-@+]+|^|[^\w.-])gh(?:\.exe)?(?:\s+(?:-R|--repo|--hostname)[\s=]\S+)*\s+(agent-task|attestation|auth|browse|cache|codespace|cs|discussion|extension|ext|gist|gpg-key|issue|label|org|pr|project|release|repo|ruleset|rs|run|search|secret|ssh-key|status|variable|workflow|co|licenses|preview|skill|copilot|models)\b(?:(?:\s+(?:-R|--repo)[\s=]\S+)*\s+([a-z][a-z-]+)(?:\s+(add|create|delete|list|view)\b)?)?`)

// localGH are commands of gh that call nothing.
var localGH = []string{"auth token", "auth setup-git", "auth logout", "auth switch", "extension list", "ext list"}

// twoWords are groups of commands within groups.
var twoWords = []string{"repo autolink", "repo deploy-key", "repo gitignore", "repo license"}

// ghArray is a call of gh by a program, with its arguments in a list.
var ghArray = regexp.MustCompile("[\"'`]gh(?:\\.exe)?[\"'`]\\s*[,)\\]]\\s*(?:\\[\\s*|args\\(\\s*\\[?|arg\\()?(?:[\"'`]([a-z-]+)[\"'`]\\s*,?\\s*(?:[\"'`]([a-z-]+)[\"'`])?)?")

// ghCommands finds commands of gh.
func ghCommands(text string, _ *signs) []string {
	var found []string
	for _, at := range ghCommand.FindAllStringSubmatchIndex(text, -1) {
		if isProse(text[:at[3]]) {
			continue
		}
		group, sub, third := part(text, at, 2), part(text, at, 3), part(text, at, 4)
		name := strings.TrimSpace(group + " " + sub)
		if slices.Contains(localGH, name) {
			continue
		}
		if slices.Contains(twoWords, name) {
			name = strings.TrimSpace(name + " " + third)
		}
		found = append(found, "gh "+name)
	}
	for _, match := range ghArray.FindAllStringSubmatch(text, -1) {
		name := strings.TrimSpace(match[1] + " " + match[2])
		if match[1] == "api" {
			name = "api"
		}
		found = append(found, strings.TrimSpace("gh "+name))
	}
	return found
}

// part is a group of a match, or "".
func part(text string, at []int, group int) string {
	if at[2*group] < 0 {
		return ""
	}
	return text[at[2*group]:at[2*group+1]]
}

// localWords are what follows gh where it calls nothing.
var localWords = []string{"alias", "completion", "config", "help", "version", "auth", "extension", "ext"}

// otherGH reports whether gh runs a command that is not known: an extension, or
// one that a variable names.
func otherGH(words []string) bool {
	if len(words) < 2 {
		return false
	}
	next := words[1]
	return !slices.Contains(localWords, next) && next != "api" && !strings.HasPrefix(next, "--version") && next != "--help" && !strings.HasPrefix(next, "=") && !strings.HasPrefix(next, ":")
}

// gitCommand is a command of Git that speaks to another host, with what stands
// before it and its arguments.
var gitCommand = regexp.MustCompile(`(^\s*[-@+]+|^|[^\w.-])git(?:\.exe)?(?:\s+(?:-[cC]\s+\S+|--?[\w.-]+(?:=\S+)?))*\s+(push|clone|fetch|pull|ls-remote|submodule\s+(?:update|add)|remote\s+(?:update|show)|lfs\s+(?:push|pull|fetch|clone)|subtree\s+(?:push|pull|add)|archive\s+--remote)(?:\s([^;&|\n]*)|$)`)

// gitArray is a call of Git by a program.
var gitArray = regexp.MustCompile(`["']git["']\s*[,)\]]\s*(?:\[\s*|args\(\s*\[?|arg\()?["'](push|clone|fetch|pull|ls-remote)["']`)

// gitLibrary is a call of a library for Git.
var gitLibrary = regexp.MustCompile(`\bclone_from\(|\bPlainClone\w*\(|\bsimpleGit\(|\bgit\.(?:push|clone|fetch|pull)\(|\.remotes?\.\w+\.(?:push|pull|fetch)\(`)

// elsewhere is a remote that no token opens: over SSH, on another host, a folder.
var elsewhere = regexp.MustCompile(`(?:^|\s)["']?(?:[\w.-]+@[\w.-]+:|ssh://|git://|file://|\.{1,2}/|/)`)

// webAddress is the host of an address of the web, after what may stand before it.
var webAddress = regexp.MustCompile(`https?://(?:[^/\s"'@]*@)?([^/\s"':]+)`)

// gitCommands finds commands of Git that may speak to GitHub over HTTPS. The
// remote that a name stands for is not known.
func gitCommands(text string, _ *signs) []string {
	var found []string
	for _, at := range gitCommand.FindAllStringSubmatchIndex(text, -1) {
		arguments := part(text, at, 3)
		if isProse(text[:at[3]]) || isElsewhere(arguments) {
			continue
		}
		found = append(found, gitUse(part(text, at, 2)))
	}
	for _, match := range gitArray.FindAllStringSubmatch(text, -1) {
		if !isElsewhere(strings.NewReplacer(`"`, " ", `'`, " ", ",", " ").Replace(text[strings.Index(text, match[0])+len(match[0]):])) {
			found = append(found, gitUse(match[1]))
		}
	}
	for _, match := range gitLibrary.FindAllString(text, -1) {
		found = append(found, gitUse(match))
	}
	return found
}

func gitUse(command string) string {
	if strings.Contains(command, "push") {
		return "git push"
	}
	return "git fetch"
}

// isElsewhere reports whether the arguments of Git name a remote that is not
// GitHub's over HTTPS.
func isElsewhere(arguments string) bool {
	if match := webAddress.FindStringSubmatch(arguments); match != nil {
		host := strings.ToLower(match[1])
		return host != "github.com" && host != "gist.github.com" && !strings.HasSuffix(host, ".ghe.com") && !strings.ContainsAny(host, "${%") && !strings.Contains(host, "github")
	}
	return elsewhere.MatchString(arguments)
}

// actionUsed is a step or a job of a workflow that uses another repository's.
//
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
var actionUsed = regexp.MustCompile(`^\s*(?:-\s+)?["']?uses["']?\s*:\s*["']?([\w.-]+/[\w.-]+)(?:/[\w./-]*)?@`)

// actionsUsed finds actions, which are given a token or take the job's own.
func actionsUsed(text string, _ *signs) []string {
	if match := actionUsed.FindStringSubmatch(text); match != nil {
		return []string{"uses " + match[1]}
	}
	return nil
}
