package credential

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// Credentials are by what patctl is known to GitHub: the key of an App, or a
// token. No way of printing them shows a secret.
type Credentials struct {
	source string // the variable, or "gh"
	app    *appKey
	token  Secret
}

// Lookup is what FindCredentials may look at.
type Lookup struct {
	Host     string // as the configuration has it
	APIURL   string // as APIURL returned it
	Getenv   func(name string) string
	ReadFile func(name string) ([]byte, error) // its errors do not hold the name
	Stored   func(host string) string          // what gh has stored for a host, or ""
}

// ErrNoCredentials means that no credentials were found.
var ErrNoCredentials = errors.New("find credentials: there are none")

// FindCredentials returns the first credentials there are: the key of an App,
// the tokens of the environment, what gh has stored for the host. What is
// there and of no use is an error, never a reason to look further. The error
// names variables and files and holds no secret.
//
// What the environment has is for the host that it means. A server is named by
// the configuration, which may be a stranger's: the environment must name it too.
func FindCredentials(l Lookup) (Credentials, error) {
	found, err := l.find()
	if err == nil && found.source != fromStore && !l.meant() {
		return Credentials{}, fmt.Errorf("use %s for %s: only the configuration names this server, and a file alone does not determine where credentials are sent. If you trust the server, set GH_HOST=%s", found.source, l.Host, l.Host)
	}
	return found, err
}

// meant reports whether the environment may have meant the host.
func (l Lookup) meant() bool {
	return !github.IsServer(l.Host) || l.Getenv("GITHUB_API_URL") != "" || strings.EqualFold(l.Getenv("GH_HOST"), l.Host)
}

// fromStore is the source of what gh has stored.
const fromStore = "gh"

func (l Lookup) find() (Credentials, error) {
	if l.Getenv("GITHUB_APP_ID") != "" {
		app, err := findApp(l)
		return Credentials{source: "GITHUB_APP_ID", app: app}, err
	}
	for _, name := range []string{"GITHUB_APP_PEM_FILE", "GITHUB_APP_PEM"} {
		if l.Getenv(name) != "" {
			return Credentials{}, fmt.Errorf("find credentials: %s is set, but GITHUB_APP_ID is not. Set it to the App ID or the client ID of the App", name)
		}
	}
	for _, name := range tokenVariables(l.Host) {
		if token := l.Getenv(name); token != "" {
			return newToken(name, token)
		}
	}
	// What gh stored is for that host alone, wherever GITHUB_API_URL leads.
	if own, err := github.APIURL(l.Host, ""); l.Stored != nil && err == nil && sameAddress(own, l.APIURL) {
		if token := l.Stored(l.Host); token != "" {
			return newToken(fromStore, token)
		}
	}
	return Credentials{}, ErrNoCredentials
}

func sameAddress(a, b string) bool {
	u, errA := url.Parse(a)
	v, errB := url.Parse(b)
	return errA == nil && errB == nil && github.SameOrigin(u, v)
}

// tokenVariables names the variables in which gh looks for the token of a host.
func tokenVariables(host string) []string {
	if github.IsServer(host) {
		return []string{"GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"}
	}
	return []string{"GH_TOKEN", "GITHUB_TOKEN"}
}

// TokenText is what a token consists of; a line break within one would end the
// header that carries it.
var TokenText = lazyregexp.New(`^[!-~]+$`)

func newToken(source, token string) (Credentials, error) {
	token = strings.TrimSpace(token)
	if !TokenText.MatchString(token) {
		return Credentials{}, fmt.Errorf("find credentials: the token in %s is empty or contains characters that are not valid in a token", source)
	}
	return Credentials{source: source, token: NewSecret(token)}, nil
}

// appID is what an App is known by: its number, or its client ID. A token is
// neither, so that one in the wrong variable is refused and never printed.
//
// https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
var appID = lazyregexp.New(`^([0-9]{1,20}|[A-Za-z]{2}[0-9][A-Za-z0-9]?\.?[A-Za-z0-9]{4,30})$`)

func findApp(l Lookup) (*appKey, error) {
	app := &appKey{id: strings.TrimSpace(l.Getenv("GITHUB_APP_ID"))}
	if !appID.MatchString(app.id) {
		return nil, fmt.Errorf("find credentials: GITHUB_APP_ID is not the ID of an App%s. Set it to the App ID or the client ID that the App's settings show", looksLike(app.id))
	}
	if id := strings.TrimSpace(l.Getenv("GITHUB_APP_INSTALLATION_ID")); id != "" {
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil || n <= 0 {
			return nil, fmt.Errorf("find credentials: GITHUB_APP_INSTALLATION_ID is not a positive number%s", looksLike(id))
		}
		app.installation = n
	}
	pem, source, err := findPEM(l)
	if err != nil {
		return nil, err
	}
	app.pem = NewSecret(string(pem))
	if app.key, err = parseKey(pem); err != nil {
		return nil, fmt.Errorf("find credentials: %s %w", source, err)
	}
	return app, nil
}

func findPEM(l Lookup) (pem []byte, source string, err error) {
	if name := l.Getenv("GITHUB_APP_PEM_FILE"); name != "" {
		if pem, err = l.ReadFile(name); err != nil {
			return nil, "", unreadableKey(name, err)
		}
		return pem, "the file in GITHUB_APP_PEM_FILE", nil
	}
	text := l.Getenv("GITHUB_APP_PEM")
	if text == "" {
		return nil, "", errors.New("find credentials: GITHUB_APP_ID is set, but neither GITHUB_APP_PEM_FILE nor GITHUB_APP_PEM is. Set one of them to the private key of the App")
	}
	// Stores of secrets that hold single lines give line breaks as \n.
	return []byte(strings.ReplaceAll(text, `\n`, "\n")), "GITHUB_APP_PEM", nil
}

// unreadableKey says why there is no key in a file. The name is not printed: the
// variable may hold the key itself.
func unreadableKey(name string, err error) error {
	if looks := looksLike(name); looks != "" {
		return fmt.Errorf("find credentials: GITHUB_APP_PEM_FILE is not the name of a file%s. Set GITHUB_APP_PEM_FILE to the path of the private key, or GITHUB_APP_PEM to the key itself", looks)
	}
	return fmt.Errorf("find credentials: read the file that GITHUB_APP_PEM_FILE names: %w", err)
}

// looksLike goes on in a sentence with what the value of a variable seems to be,
// and holds nothing of it. "": nothing is known.
func looksLike(value string) string {
	value = strings.TrimSpace(value)
	switch {
	case strings.Contains(value, "-----BEGIN") || strings.HasPrefix(value, "MII"):
		return ": its value looks like a private key"
	case strings.HasPrefix(value, "eyJ"):
		return ": its value looks like a JSON web token"
	}
	for _, k := range tokenKinds {
		if strings.HasPrefix(value, k.prefix) {
			return ": its value looks like " + k.kind
		}
	}
	return ""
}

// Fingerprint tells credentials apart where what was read with them is kept. No
// token can be made out of it.
func (c Credentials) Fingerprint() string {
	if c.app != nil {
		return "app " + c.app.id
	}
	return fmt.Sprintf("token %x", sha256.Sum256([]byte(c.token.Reveal())))
}

// The parts of credentials are given out by methods, since no way of writing a
// structure down, such as JSON, finds unexported fields.

// AppID is that of the App, or "" with a token.
func (c Credentials) AppID() string {
	if c.app == nil {
		return ""
	}
	return c.app.id
}

// InstallationID is that of the installation which the environment names, or 0.
func (c Credentials) InstallationID() int64 {
	if c.app == nil {
		return 0
	}
	return c.app.installation
}

// Pem is the text of the App's key; nothing with a token.
func (c Credentials) Pem() Secret {
	if c.app == nil {
		return Secret{}
	}
	return c.app.pem
}

// Fixed is the token; nothing with the key of an App.
func (c Credentials) Fixed() Secret { return c.token }

// Assertion is what the App, which must be there, signs to be known by.
func (c Credentials) Assertion(now time.Time) (Secret, error) { return c.app.Assertion(now) }

// tokenKinds tells tokens by how they begin.
//
// https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github
var tokenKinds = []struct{ prefix, kind string }{
	{"github_pat_", "a fine-grained personal access token"},
	{"ghp_", "a classic personal access token"},
	{"gho_", "an OAuth token"},
	{"ghu_", appUserToken},
	{"ghs_", appInstallationToken},
}

const (
	appUserToken         = "a user access token of a GitHub App"
	appInstallationToken = "an installation access token of a GitHub App"
	unknownToken         = "a token of an unknown kind"
)

// Kind says in a few words what the credentials are.
func (c Credentials) Kind() string {
	if c.app != nil {
		return "the key of GitHub App " + c.app.id
	}
	for _, k := range tokenKinds {
		if strings.HasPrefix(c.token.Reveal(), k.prefix) {
			return k.kind
		}
	}
	return unknownToken
}

// IsPersonal reports whether GitHub refuses such credentials for certain.
func (c Credentials) IsPersonal() bool {
	switch c.Kind() {
	case appUserToken, appInstallationToken, unknownToken:
		return false
	}
	return c.app == nil
}

// Source says where the credentials were found: a variable, or gh.
func (c Credentials) Source() string { return cmp.Or(c.source, "nowhere") }

// String says what the credentials are and where they were found.
func (c Credentials) String() string { return c.Kind() + " from " + c.Source() }

// GoString is like String.
func (c Credentials) GoString() string { return c.String() }

// Format writes what String returns, whatever the verb.
func (c Credentials) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(c.String())) }

// LogValue is like String.
func (c Credentials) LogValue() slog.Value { return slog.StringValue(c.String()) }
