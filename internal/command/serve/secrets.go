package serve

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/input"
)

// The variables that hold secrets of the server, or with _FILE at their ends, the name of
// a file with them.
const (
	webhookSecret = "PATCTL_WEBHOOK_SECRET"
	serveToken    = "PATCTL_SERVE_TOKEN"
	databaseURL   = "PATCTL_DATABASE_URL"
	fileSuffix    = "_FILE"
)

// maxSecret is the size in bytes from which a file with a secret is refused.
const maxSecret = 64 << 10

// minSecret is how long a secret has to be, so that nobody guesses it.
const minSecret = 16

// errNotSet represents a variable without a value.
var errNotSet = errors.New("is not set")

// secretsOf returns the secrets in a variable, or in the file that another one names: one on
// each line, so that one can be replaced while the one before it is still in use.
func secretsOf(e *cli.Env, name string) ([]credential.Secret, error) {
	value, file := e.Getenv(name), e.Getenv(name+fileSuffix)
	switch {
	case value != "" && file != "":
		return nil, fmt.Errorf("%s and %s are both set. Remove one of them", name, name+fileSuffix)
	case file != "":
		text, err := readSecret(e, file)
		if err != nil {
			return nil, fmt.Errorf("read the file in %s: %w", name+fileSuffix, err)
		}
		value = text
	}
	if value == "" && file == "" {
		return nil, fmt.Errorf("%s %w", name, errNotSet)
	}
	var out []credential.Secret
	for line := range strings.Lines(value) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, credential.NewSecret(line))
		}
	}
	// To leave it empty is no choice to do without: a server without its database would act
	// beside others.
	switch {
	case len(out) == 0 && file != "":
		return nil, fmt.Errorf("the file in %s is empty", name+fileSuffix)
	case len(out) == 0:
		return nil, fmt.Errorf("%s contains only white space", name)
	}
	return out, nil
}

// longSecretsOf is secretsOf for secrets that strangers may try to guess.
func longSecretsOf(e *cli.Env, name string) ([]credential.Secret, error) {
	found, err := secretsOf(e, name)
	if err != nil {
		return nil, err
	}
	for _, s := range found {
		if len(s.Reveal()) < minSecret {
			return nil, &cli.UsageError{Summary: "Secret too short", Detail: fmt.Sprintf(
				"A secret in %s has fewer than %d characters, so somebody could guess it. To create a longer one, run:\n\n  openssl rand -hex 32", name, minSecret)}
		}
	}
	return found, nil
}

// readSecret reads a file with a secret. Its error does not hold the name, which may be the
// secret itself, in the wrong place.
func readSecret(e *cli.Env, name string) (string, error) {
	e.Inputs.Add(e.Path(name))
	data, err := input.ReadFile(e.Path(name), maxSecret)
	if err != nil {
		return "", errors.New(strings.TrimSuffix(cli.PathReason("it", err), "."))
	}
	text := strings.TrimPrefix(string(data), byteOrderMark)
	if !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) && !unicode.IsSpace(r) }) {
		return "", errors.New("it contains control characters or bytes that are not UTF-8. Save it as plain text in UTF-8")
	}
	return text, nil
}

// byteOrderMark is what some editors begin a file with. It is no part of a secret.
const byteOrderMark = "\ufeff"

// optional returns the first secret of a variable; a variable that is not set is no error.
func optional(secrets []credential.Secret, err error) (credential.Secret, error) {
	if errors.Is(err, errNotSet) {
		return credential.Secret{}, nil
	}
	if err != nil {
		return credential.Secret{}, err
	}
	return secrets[0], nil
}

// firstLine returns the first line of a text that is not empty.
func firstLine(text string) string {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			return line
		}
	}
	return ""
}

// sentence makes the text of an error a sentence. One that ends with a command has an end.
func sentence(text string) string {
	if text == "" {
		return text
	}
	text = strings.ToUpper(text[:1]) + text[1:]
	if last := text[strings.LastIndex(text, "\n")+1:]; strings.HasSuffix(text, ".") || strings.HasPrefix(last, "  ") {
		return text
	}
	return text + "."
}
