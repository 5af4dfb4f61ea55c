package argument

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// What these arguments hold is where a secret is, never the secret itself. Nothing that is
// wrong with one shows its value: somebody may have written the secret there.

var environName = lazyregexp.New(`^[A-Za-z_][A-Za-z0-9_]*$`)

// maxPath is how long the path of a file may be.
const maxPath = 4096

// SecretPlace reads the arguments WHAT_env and WHAT_file. Only one of them may be set. The caller
// must hide the source lines in wrong.
func (r *Reader) SecretPlace(what string) (env, file string, wrong []diag.Range) {
	envName, fileName := what+"_env", what+"_file"
	env, okEnv := r.environName(envName)
	file, okFile := r.filePath(fileName)
	if r.Args.Given(envName) && !okEnv {
		wrong = append(wrong, r.At(envName))
	}
	if r.Args.Given(fileName) && !okFile {
		wrong = append(wrong, r.At(fileName))
	}
	if !r.Args.Omitted(envName) && !r.Args.Omitted(fileName) {
		r.report(diag.Error(r.At(fileName), "conflicting-arguments", "Conflicting arguments",
			fmt.Sprintf("Only one of %s and %s can be set. Remove one of them.", envName, fileName)))
	}
	return env, file, wrong
}

func (r *Reader) environName(name string) (string, bool) {
	text := r.Text(name)
	switch {
	case !r.Args.Known(name):
		return "", false
	case LooksSecret(text):
		return r.secret(name, "Put the secret in an environment variable")
	case environName.MatchString(text):
		return text, true
	}
	detail := fmt.Sprintf("The value of %q is not the name of an environment variable. A name has letters, digits, and underscores, and does not start with a digit.", name)
	if strings.HasPrefix(text, "$") {
		detail += " Write the name without the dollar sign."
	}
	return r.unusable(name, "invalid-variable-name", "Invalid name of a variable", detail)
}

func (r *Reader) filePath(name string) (string, bool) {
	text := r.Text(name)
	switch {
	case !r.Args.Known(name):
		return "", false
	case LooksSecret(text):
		return r.secret(name, "Put the secret in a file")
	case strings.TrimSpace(text) != "" && len(text) <= maxPath && !strings.ContainsFunc(text, unicode.IsControl):
		return text, true
	}
	return r.unusable(name, "invalid-path", "Invalid path",
		fmt.Sprintf("The argument %q requires the path of a file, on one line of at most %d bytes.", name, maxPath))
}

func (r *Reader) secret(name, instead string) (string, bool) {
	kind := "name"
	if strings.HasSuffix(name, "_file") {
		kind = "path"
	}
	return r.unusable(name, "secret-in-configuration", "Secret in the configuration",
		fmt.Sprintf("The value of %q looks like a URL or a token, and is not shown. %s, and set %q to its %s. If the value is a secret, replace it, because everyone who can read the configuration can read it.", name, instead, name, kind))
}

func (r *Reader) unusable(name string, code diag.Code, summary, detail string) (string, bool) {
	r.report(diag.Error(r.At(name), code, summary, detail))
	r.Unset(name)
	return "", false
}

var (
	// tokenPrefix begins the tokens of GitHub and Slack.
	tokenPrefix = lazyregexp.New(`^(?:gh[a-z]_|github_pat_|xox[a-z]-|whsec_)`)
	// longWord is one that no person makes up: a digest, or a random text.
	longWord = lazyregexp.New(`^[A-Za-z0-9+=]{24,}$`)
)

// LooksSecret reports whether a text looks like a URL or a token rather than the name of
// something.
func LooksSecret(text string) bool {
	text = strings.TrimSpace(text)
	return strings.Contains(text, "://") || strings.Contains(strings.ToLower(text), "hooks.slack.com") || tokenPrefix.MatchString(text) ||
		longWord.MatchString(text) && strings.ContainsAny(text, "0123456789") && strings.ToUpper(text) != text
}
