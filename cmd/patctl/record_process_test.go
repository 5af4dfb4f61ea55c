package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/patctl/patctl/internal/record"
)

var discardLog = log.New(io.Discard, "", 0)

// secretToken is a token that must not be in any file or output.
const secretToken = "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tse"

// recorder is a directory in which commands are recorded.
type recorder struct {
	*testing.T
	*githubBehind
	dir, temp string
	env       []string
	number    int
}

func newRecorder(t *testing.T) *recorder {
	t.Helper()
	for _, program := range []string{"git", "sh"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(program + " is not installed")
		}
	}
	r := &recorder{T: t, githubBehind: newGitHubBehind(t), dir: t.TempDir(), temp: t.TempDir()}
	r.env = append(os.Environ(),
		"HTTPS_PROXY="+r.proxy.URL, "https_proxy="+r.proxy.URL, "SSL_CERT_FILE="+r.ca, "NO_PROXY=", "no_proxy=", "SECRET="+secretToken, "TMPDIR="+r.temp, "HOME="+r.dir,
		"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+filepath.Join(r.dir, ".gitconfig"), "GIT_TERMINAL_PROMPT=0", "GIT_CONFIG_COUNT=0", "NODE_OPTIONS=", "JAVA_TOOL_OPTIONS=",
		"GH_HOST=", "GITHUB_API_URL=", "GITHUB_SERVER_URL=", "GITHUB_GRAPHQL_URL=", "GH_CONFIG_DIR="+filepath.Join(r.dir, "gh"), "GH_TOKEN=", "GITHUB_TOKEN=", "CURL_HOME=", "XDG_CONFIG_HOME=")
	r.write(".gitconfig", "[user]\nname = mona\nemail = mona@example.com\n")
	return r
}

func (r *recorder) write(name, text string) {
	r.Helper()
	if err := os.WriteFile(filepath.Join(r.dir, name), []byte(text), 0o600); err != nil {
		r.Fatal(err)
	}
}

// recorded is a run that ended.
type recorded struct {
	record.Record
	text, output string
	code         int
	sawGitHub    []seenCall
}

// run records a command, given to the shell.
func (r *recorder) run(flags []string, script string) recorded {
	r.Helper()
	r.number++
	file := filepath.Join(r.dir, fmt.Sprintf("record%d.json", r.number))
	args := append(append([]string{"record", "-o", file}, flags...), "--", "sh", "-c", script)
	cmd := exec.Command("patctl", args...)
	cmd.Dir, cmd.Env = r.dir, r.env
	output, err := cmd.CombinedOutput()
	out := recorded{output: string(output), sawGitHub: r.calls()}
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		out.code = exit.ExitCode()
	} else if err != nil {
		r.Fatalf("%s: %v", script, err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		r.Fatalf("%s: no record: %v\n%s", script, err, output)
	}
	out.text = string(text)
	if err := json.Unmarshal(text, &out.Record); err != nil {
		r.Fatalf("%s: %v", script, err)
	}
	return out
}

// nothingMissing fails if GitHub saw a call that is not in a record without gaps.
func (r *recorder) nothingMissing(got recorded) {
	r.Helper()
	counts := map[string]int{}
	for _, c := range append(slices.Clone(got.Calls), got.Refused...) {
		counts[c.Method+" "+c.Host] += c.Count
	}
	if len(got.Gaps) > 0 {
		return
	}
	for _, call := range got.sawGitHub {
		counts[call.method+" "+call.host]--
	}
	for what, count := range counts {
		if count < 0 {
			r.Errorf("GitHub saw %d more of %s than the record has\n%s\n%s", -count, what, got.text, got.output)
		}
	}
}

// nothingLeaks fails if a record, or a file that is left, holds what it must not.
func (r *recorder) nothingLeaks(got recorded) {
	r.Helper()
	for _, secret := range []string{"secret", "octo-org", "mona", "Bearer", "session="} {
		if strings.Contains(got.text, secret) {
			r.Errorf("the record holds %q:\n%s", secret, got.text)
		}
	}
	err := filepath.WalkDir(r.temp, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && strings.Contains(path, "patctl-record-") {
			r.Errorf("%s is left", path)
		}
		return err
	})
	if err != nil {
		r.Error(err)
	}
}

// client is a program that calls GitHub.
type client struct {
	name   string
	needs  []string // programs
	script string
	want   []string // "METHOD HOST ROUTE STATUS", or the words of explain
	gap    record.GapKind
	code   int
	others bool // it calls another host, too
}

const (
	authorized = `-H "Authorization: Bearer $SECRET"`
	curl       = `curl -sS -o /dev/null `
	apiURL     = "https://api.github.com"
	issue      = apiURL + "/repos/octo-org/api/issues"
)

var clients = []client{
	{name: "curl with HTTP/1.1", needs: []string{"curl"}, script: curl + "--http1.1 " + authorized + " " + apiURL + "/user", want: []string{"GET /user 200"}},
	{name: "curl with HTTP/2", needs: []string{"curl"}, script: curl + "--http2 " + authorized + " " + apiURL + "/user", want: []string{"GET /user 200"}},
	{name: "curl posts", needs: []string{"curl"}, script: curl + authorized + ` -d '{"title":"body-secret"}' ` + issue + "?q=query-secret", want: []string{"POST /repos/{owner}/{repo}/issues 201"}},
	{name: "curl reuses a connection", needs: []string{"curl"}, script: `curl -sS ` + apiURL + "/user " + apiURL + "/user " + apiURL + "/user/repos", want: []string{"GET /user 200", "GET /user/repos 200"}},
	{name: "curl asks for the head", needs: []string{"curl"}, script: curl + "-I " + apiURL + "/user", want: []string{"HEAD /user 200"}},
	{name: "curl is refused", needs: []string{"curl"}, script: curl + authorized + " " + apiURL + "/repos/octo-org/secret-project", want: []string{"GET /repos/{owner}/{repo} 403"}},
	{name: "curl calls what is not documented", needs: []string{"curl"}, script: curl + apiURL + "/repos/octo-org/api/secret-endpoint", want: []string{"GET /repos/*/*/* 200"}},
	{name: "curl follows a redirect", needs: []string{"curl"}, script: curl + "-L " + apiURL + "/repos/octo-org/api/tarball/main", want: []string{"GET /repos/{owner}/{repo}/tarball/{ref} 302", "host codeload.github.com"}},
	{name: "curl writes a workflow", needs: []string{"curl"}, script: curl + "-X PUT -d {} " + apiURL + "/repos/octo-org/api/contents/.github/workflows/secret.yml", want: []string{"PUT /repos/{owner}/{repo}/contents/.github/workflows/{path} 200"}},
	{name: "curl asks for a diff", needs: []string{"curl"}, script: curl + "-H 'Accept: application/vnd.github.diff' " + apiURL + "/repos/octo-org/api/pulls/1", want: []string{"GET /repos/{owner}/{repo}/pulls/{pull_number} 200"}},
	{name: "curl with GraphQL", needs: []string{"curl"}, script: curl + `-d '{"query":"mutation { createIssue(input: {repositoryId: \"secret\", title: \"secret\"}) { clientMutationId } }"}' ` + apiURL + "/graphql", want: []string{"graphql mutation createIssue"}},
	{name: "curl with GraphQL that cannot be read", needs: []string{"curl"}, script: curl + `-d 'secret' ` + apiURL + "/graphql", want: []string{"POST /graphql 201"}, gap: record.UnreadableCall, code: 4},
	{name: "curl and another host", needs: []string{"curl"}, script: curl + "https://example.com/secret && " + curl + apiURL + "/user", want: []string{"GET /user 200"}, others: true},
	{name: "curl streams", needs: []string{"curl"}, script: "curl -sSN " + apiURL + "/user", want: []string{"GET /user 200"}},
	{name: "curl trusts another authority", needs: []string{"curl"}, script: curl + apiURL + "/user; " + curl + "--cacert \"$HOME/../001/octo-org.pem\" " + apiURL + "/user || true", want: []string{"GET /user 200"}, gap: record.CertificateRefused, code: 4},
	{name: "curl pins a key of a host that others call", needs: []string{"curl"}, script: curl + apiURL + "/user; " + curl + "--pinnedpubkey sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= " + apiURL + "/user || true", want: []string{"GET /user 200"}, gap: record.CertificateRefused, code: 4},
	{name: "curl pins a key", needs: []string{"curl"}, script: curl + "--pinnedpubkey sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= " + apiURL + "/user || true", gap: record.NoCalls, code: 4},
	{name: "curl ignores the proxy", needs: []string{"curl"}, script: curl + "--noproxy '*' " + apiURL + "/user || true", gap: record.NoCalls, code: 4},
	{name: "no proxy for GitHub", needs: []string{"curl"}, script: "test \"$no_proxy\" = '' && " + curl + apiURL + "/user", want: []string{"GET /user 200"}},
	{name: "wget", needs: []string{"wget"}, script: "wget -q -O /dev/null --ca-certificate=\"$SSL_CERT_FILE\" " + apiURL + "/user", want: []string{"GET /user 200"}},
	{name: "git clones", needs: []string{"git"}, script: "git clone -q https://x:$SECRET@github.com/octo-org/api.git clone", want: []string{"git fetch"}},
	{name: "git pushes", needs: []string{"git"}, script: "git init -q work && cd work && git commit -q --allow-empty -m x && git push -q https://x:$SECRET@github.com/octo-org/api.git HEAD:refs/heads/x", want: []string{"git push"}},
	{name: "git with a proxy of its own", needs: []string{"git"}, script: "git -c http.proxy=http://127.0.0.1:1 ls-remote -q https://github.com/octo-org/api.git", want: []string{"git fetch"}},
	{name: "Python with urllib", needs: []string{"python3"}, script: `python3 -c "import urllib.request as r; r.urlopen('` + apiURL + `/user').read()"`, want: []string{"GET /user 200"}},
	{name: "Python with requests", needs: []string{"python3 requests"}, script: `python3 -c "import requests as r; r.get('` + apiURL + `/user').text"`, want: []string{"GET /user 200"}},
	{name: "Python without a proxy", needs: []string{"python3"}, script: `python3 -c "import http.client as h; h.HTTPSConnection('api.github.com').request('GET','/user')" 2>/dev/null || true`, gap: record.NoCalls, code: 4},
	{name: "Go", needs: []string{"go"}, script: "./client http " + apiURL + "/user", want: []string{"GET /user 200"}},
	{name: "Go with HTTP/1.1", needs: []string{"go"}, script: "./client http1 " + apiURL + "/user", want: []string{"GET /user 200"}},
	{name: "go-gh over the socket", needs: []string{"go"}, script: "./client go-gh", want: []string{"POST /repos/{owner}/{repo}/issues 201"}},
	{name: "go-gh with GraphQL", needs: []string{"go"}, script: "./client go-gh-graphql", want: []string{"graphql query repository"}},
	{name: "Node.js with fetch", needs: []string{"node"}, script: `node -e "fetch('` + apiURL + `/user').then(r => r.text())"`, want: []string{"GET /user 200"}},
	{name: "Node.js with https", needs: []string{"node"}, script: `node -e "require('https').get('` + apiURL + `/user', r => r.resume())"`, want: []string{"GET /user 200"}},
	{name: "Node.js keeps connections", needs: []string{"node"}, script: `node -e "const h=require('https'),agent=new h.Agent({keepAlive:true}); h.get('` + apiURL + `/user',{agent},r=>{r.resume();r.on('end',()=>h.get('` + apiURL + `/user/repos',{agent},r=>{r.resume();r.on('end',()=>agent.destroy())}))})"`, want: []string{"GET /user 200", "GET /user/repos 200"}},
	{name: "Node.js with HTTP/2", needs: []string{"node"}, script: `node -e "const c=require('http2').connect('` + apiURL + `'); const r=c.request({':path':'/user'}); r.resume(); r.on('end',()=>c.close()); r.end()"`, want: []string{"GET /user 200"}},
	{name: "Java", needs: []string{"java", "javac"}, script: "java -cp . Client " + apiURL + "/user 2>&1", want: []string{"GET /user 200"}},
	{name: "Ruby", needs: []string{"ruby"}, script: `ruby -rnet/http -e "Net::HTTP.get_response(URI('` + apiURL + `/user')).value"`, want: []string{"GET /user 200"}},
	{name: "Ruby keeps a connection", needs: []string{"ruby"}, script: `ruby -rnet/http -e "Net::HTTP.start('api.github.com', use_ssl: true) { |h| h.get('/user'); h.get('/user/repos') }"`, want: []string{"GET /user 200", "GET /user/repos 200"}},
	{name: "Ruby with octokit", needs: []string{"ruby octokit"}, script: `ruby -roctokit -e "Octokit::Client.new(access_token: ENV['SECRET']).create_issue('octo-org/api', 'body-secret')"`, want: []string{"POST /repos/{owner}/{repo}/issues 201"}},
	{name: "Node.js with octokit", needs: []string{"node @octokit/core"}, script: octokit("{}"), want: []string{"GET /user 200", "POST /repos/{owner}/{repo}/issues 201", "graphql query viewer"}},
	{name: "Node.js with octokit that keeps connections", needs: []string{"node @octokit/core"}, script: octokit("{request:{fetch:(u,o)=>new Promise((ok,no)=>{const q=require('https').request(u,{method:o.method,headers:o.headers,agent},r=>{let b='';r.on('data',d=>b+=d);r.on('end',()=>ok({status:r.statusCode,url:u,headers:new Map(Object.entries(r.headers)),json:async()=>JSON.parse(b),text:async()=>b}))});q.on('error',no);q.end(o.body)})}}"), want: []string{"GET /user 200", "POST /repos/{owner}/{repo}/issues 201", "graphql query viewer"}},
	{name: "several programs", needs: []string{"curl", "python3"}, script: curl + apiURL + "/user & " + `python3 -c "import urllib.request as r; r.urlopen('` + apiURL + `/user/repos').read()"; wait`, want: []string{"GET /user 200", "GET /user/repos 200"}},
	{name: "killed in the middle", needs: []string{"curl"}, script: "curl -sSN " + apiURL + "/repos/octo-org/api/hang >out & pid=$!; until test -s out; do :; done; kill -9 $pid; wait; " + curl + apiURL + "/user", want: []string{"GET /user 200", "GET /repos/*/*/* 200"}},
	{name: "nothing", script: "true", gap: record.NoCalls, code: 4},
	{name: "the exit status of the command", needs: []string{"curl"}, script: curl + apiURL + "/user; exit 7", want: []string{"GET /user 200"}, code: 7},
	{name: "a signal ends the command", needs: []string{"curl"}, script: curl + apiURL + "/user; kill -TERM $$", want: []string{"GET /user 200"}, code: -1},
}

// TestRecordClients: each call that GitHub saw is in the record, or the record has a gap.
func TestRecordClients(t *testing.T) {
	r := newRecorder(t)
	r.build()
	for _, c := range clients {
		t.Run(c.name, func(t *testing.T) {
			run := *r
			run.T = t
			run.needs(c.needs)
			got := run.run(nil, c.script)
			run.nothingMissing(got)
			run.nothingLeaks(got)
			for _, want := range c.want {
				if !strings.Contains(shape(got), want+"\n") {
					t.Errorf("there is no %q in\n%s\n%s", want, shape(got), got.output)
				}
			}
			if has := slices.ContainsFunc(got.Gaps, func(g record.Gap) bool { return g.Kind == c.gap }); c.gap != "" && !has {
				t.Errorf("there is no gap %s in\n%s", c.gap, got.text)
			}
			if c.gap == "" && len(got.Gaps) > 0 {
				t.Errorf("there are gaps:\n%s\n%s", got.text, got.output)
			}
			if got.code != c.code {
				t.Errorf("it ended with %d, not %d\n%s", got.code, c.code, got.output)
			}
			r.number = run.number
		})
	}
}

// shape is a record with a line for each call.
func shape(got recorded) string {
	var b strings.Builder
	for _, c := range append(slices.Clone(got.Calls), got.Refused...) {
		fmt.Fprintf(&b, "%s %s %d\n", c.Method, c.Route, c.Status)
		for _, is := range c.Is {
			fmt.Fprintln(&b, is)
		}
	}
	return b.String()
}

// needs skips a client whose programs are not there.
func (r *recorder) needs(programs []string) {
	r.Helper()
	for _, program := range programs {
		name, module, _ := strings.Cut(program, " ")
		if _, err := exec.LookPath(name); err != nil {
			r.Skip(name + " is not installed")
		}
		if module != "" && !r.hasModule(name, module) {
			r.Skip("the module " + module + " is not installed")
		}
	}
}

// moduleTests are how programs are asked for a module.
var moduleTests = map[string][]string{
	"python3": {"-c", "import MODULE"}, "ruby": {"-e", "require 'MODULE'"}, "node": {"-e", "import('MODULE').catch(() => process.exit(1))"},
}

func (r *recorder) hasModule(program, module string) bool {
	args := slices.Clone(moduleTests[program])
	args[1] = strings.ReplaceAll(args[1], "MODULE", module)
	cmd := exec.Command(program, args...)
	cmd.Dir, cmd.Env = r.dir, r.env
	return cmd.Run() == nil
}

// octokit is a script that makes a few calls, in a client with options.
func octokit(options string) string {
	return `node -e "const agent=new (require('https').Agent)({keepAlive:true}); import('@octokit/core').then(async ({Octokit})=>{const o=new Octokit({auth:process.env.SECRET,...` + options +
		`}); await o.request('GET /user'); await o.request('POST /repos/{owner}/{repo}/issues',{owner:'octo-org',repo:'api',title:'body-secret'}); await o.graphql('query { viewer { login } }'); agent.destroy()})"`
}

const javaClient = `import java.net.*;
public class Client {
	public static void main(String[] args) throws Exception {
		new URL(args[0]).openStream().readAllBytes();
	}
}
`

// build makes the clients that have to be compiled.
func (r *recorder) build() {
	r.Helper()
	if out, err := exec.Command("go", "build", "-o", filepath.Join(r.dir, "client"), "../../internal/record/recordtest/client").CombinedOutput(); err != nil {
		r.Fatalf("build the client: %v\n%s", err, out)
	}
	if modules := os.Getenv("PATCTL_TEST_OCTOKIT"); modules != "" {
		if err := os.Symlink(modules, filepath.Join(r.dir, "node_modules")); err != nil {
			r.Fatal(err)
		}
	}
	if _, err := exec.LookPath("javac"); err == nil {
		r.write("Client.java", javaClient)
		cmd := exec.Command("javac", "Client.java")
		cmd.Dir = r.dir
		if out, err := cmd.CombinedOutput(); err != nil {
			r.Fatalf("build the client: %v\n%s", err, out)
		}
	}
}

// TestRecordStrict: a strict command reaches GitHub through the proxy, and nothing else.
func TestRecordStrict(t *testing.T) {
	r := newRecorder(t)
	r.needs([]string{"curl"})
	if exec.Command("unshare", "-Urn", "true").Run() != nil {
		t.Skip("the system does not allow network namespaces")
	}
	got := r.run([]string{"--strict"}, curl+apiURL+"/user && ! "+curl+"--noproxy '*' "+r.server.URL+" 2>/dev/null && id -u > id")
	r.nothingMissing(got)
	r.nothingLeaks(got)
	if got.code != 0 || !got.Strict || !got.Complete || shape(got) != "GET /user 200\n" {
		t.Errorf("it ended with %d, and recorded\n%s\n%s", got.code, got.text, got.output)
	}
	id, _ := os.ReadFile(filepath.Join(r.dir, "id"))
	if want := fmt.Sprintln(os.Getuid()); string(id) != want {
		t.Errorf("the command ran as user %q, not %q", id, want)
	}
	r.write("unknown", "no program\n")
	if err := os.Chmod(filepath.Join(r.dir, "unknown"), 0o700); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("patctl", "record", "--strict", "--", "./unknown")
	cmd.Dir, cmd.Env = r.dir, r.env
	if out, _ := cmd.CombinedOutput(); cmd.ProcessState.ExitCode() != 126 {
		t.Errorf("a file that is no program ended with %d:\n%s", cmd.ProcessState.ExitCode(), out)
	}
	if got := r.run([]string{"--strict"}, curl+"--noproxy '*' "+r.server.URL+" || exit 9"); got.code != 9 || got.Complete {
		t.Errorf("a command without a call ended with %d: %s", got.code, got.text)
	}
}

// TestRecordKeepsNoKey: while a command runs, no private key lies in a file, and the files of
// the record can be read by the user alone.
func TestRecordKeepsNoKey(t *testing.T) {
	r := newRecorder(t)
	r.needs([]string{"curl"})
	r.write("gh", "")
	r.env = append(r.env, "GH_CONFIG_DIR="+filepath.Join(r.dir, "gh-config"))
	if err := os.Mkdir(filepath.Join(r.dir, "gh-config"), 0o700); err != nil {
		t.Fatal(err)
	}
	r.write("gh-config/config.yml", "editor: vim\n")
	r.write("gh-config/hosts.yml", "github.com:\n  oauth_token: "+secretToken+"\n")
	stop := r.watchForKeys()
	got := r.run(nil, `dir=$(dirname "$SSL_CERT_FILE"); find "$dir" -type f -exec sh -c 'echo "$0:"; cat "$0"' {} \; > files; find "$dir" ! -type l ! -type s -printf '%m %f\n' > modes; cat "$GH_CONFIG_DIR/config.yml" > config; `+curl+apiURL+"/user")
	stop()
	files, _ := os.ReadFile(filepath.Join(r.dir, "files"))
	if strings.Contains(string(files), "PRIVATE") || strings.Contains(string(files), secretToken) || !strings.Contains(string(files), "CERTIFICATE") {
		t.Errorf("the files of the record hold\n%s", files)
	}
	modes, _ := os.ReadFile(filepath.Join(r.dir, "modes"))
	for line := range strings.Lines(string(modes)) {
		if !strings.HasPrefix(line, "600 ") && !strings.HasPrefix(line, "700 ") {
			t.Errorf("others can read %s", line)
		}
	}
	config, _ := os.ReadFile(filepath.Join(r.dir, "config"))
	if !strings.Contains(string(config), "editor: vim") || !strings.Contains(string(config), "http_unix_socket:") {
		t.Errorf("the configuration of gh is\n%s", config)
	}
	r.nothingLeaks(got)
}

// watchForKeys reads the temporary files of a run again and again until the returned function
// is called, which fails if one of them ever held a private key.
func (r *recorder) watchForKeys() (stop func()) {
	done, ended := make(chan struct{}), make(chan string)
	go func() {
		found, certificates := "", 0
		for running := true; running; {
			_ = filepath.WalkDir(r.temp, func(name string, entry fs.DirEntry, err error) error {
				if err != nil || !entry.Type().IsRegular() {
					return nil // it is gone meanwhile
				}
				text, _ := os.ReadFile(name)
				if bytes.Contains(text, []byte("PRIVATE KEY")) {
					found = name
				}
				if bytes.Contains(text, []byte("CERTIFICATE")) {
					certificates++
				}
				return nil
			})
			select {
			case <-done:
				running = false
			default:
				runtime.Gosched()
			}
		}
		if certificates == 0 {
			found = "no file with a certificate was seen"
		}
		ended <- found
	}()
	return func() {
		r.Helper()
		close(done)
		if found := <-ended; found != "" {
			r.Errorf("a private key lay in a file: %s", found)
		}
	}
}

var unusableProxies = map[string]string{"a proxy of an unknown kind": "socks4://mona:secret@127.0.0.1:1080", "a proxy that is not an address": "http://mona:%zzsecret@127.0.0.1"}

// TestRecordSaysWhatFailed: what cannot be recorded is said before the command runs.
func TestRecordSaysWhatFailed(t *testing.T) {
	r := newRecorder(t)
	for _, c := range []struct {
		name string
		args []string
		code int
		want string
	}{
		{"no command", []string{"record"}, 1, "Missing command"},
		{"an unknown program", []string{"record", "--", "no-such-program"}, 127, "no-such-program"},
		{"a file that cannot run", []string{"record", "--", "./.gitconfig"}, 126, "cannot be executed"},
		{"a directory for the record", []string{"record", "-o", ".", "--", "true"}, 1, "is a directory"},
		{"a directory that is not there", []string{"record", "-o", "missing/record.json", "--", "true"}, 1, "missing/record.json"},
		{"a proxy of an unknown kind", []string{"record", "--", "touch", "ran"}, 1, "HTTPS_PROXY"},
		{"a proxy that is not an address", []string{"record", "--", "touch", "ran"}, 1, "HTTPS_PROXY"},
		{"certificates that are not there", []string{"record", "--", "true"}, 1, "certificates"},
	} {
		t.Run(c.name, func(t *testing.T) {
			cmd := exec.Command("patctl", c.args...)
			cmd.Dir, cmd.Env = r.dir, r.env
			if strings.HasPrefix(c.name, "certificates") {
				cmd.Env = append(cmd.Env, "SSL_CERT_FILE=/no/such/file.pem")
			}
			if address := unusableProxies[c.name]; address != "" {
				cmd.Env = append(cmd.Env, "https_proxy=", "HTTPS_PROXY="+address)
			}
			out, _ := cmd.CombinedOutput()
			if cmd.ProcessState.ExitCode() != c.code || !strings.Contains(string(out), c.want) || strings.Contains(string(out), "secret") {
				t.Errorf("it ended with %d:\n%s", cmd.ProcessState.ExitCode(), out)
			}
			if _, err := os.Stat(filepath.Join(r.dir, "ran")); err == nil {
				t.Error("the command has run")
			}
			if left, _ := filepath.Glob(filepath.Join(r.temp, "*")); left != nil {
				t.Errorf("%v is left", left)
			}
		})
	}
}

// TestRecordPassesSignals: a signal to record reaches the command, which decides what becomes
// of it, and the record is written.
func TestRecordPassesSignals(t *testing.T) {
	if os.PathSeparator != '/' {
		t.Skip("there is no way to send the signal")
	}
	r := newRecorder(t)
	r.needs([]string{"curl"})
	file := filepath.Join(r.dir, "record.json")
	cmd := exec.Command("patctl", "record", "-o", file, "--", "sh", "-c", "trap 'echo caught; exit 3' TERM; "+curl+apiURL+"/user; echo ready; while :; do read line || :; done")
	cmd.Dir, cmd.Env = r.dir, r.env
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := make([]byte, len("ready\n"))
	if _, err := io.ReadFull(stdout, lines); err != nil || string(lines) != "ready\n" {
		t.Fatalf("it printed %q, %v", lines, err)
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(stdin, "go on\n"); err != nil {
		t.Fatal(err)
	}
	rest, _ := io.ReadAll(stdout)
	_ = cmd.Wait()
	if cmd.ProcessState.ExitCode() != 3 || string(rest) != "caught\n" {
		t.Errorf("it ended with %d, and printed %q", cmd.ProcessState.ExitCode(), rest)
	}
	if text, err := os.ReadFile(file); err != nil || !strings.Contains(string(text), `"/user"`) {
		t.Errorf("the record is %s, %v", text, err)
	}
}

// TestRecordLeavesIgnoredSignals: what nohup or a shell made the command ignore, it ignores.
func TestRecordLeavesIgnoredSignals(t *testing.T) {
	r := newRecorder(t)
	cmd := exec.Command("sh", "-c", "trap '' INT HUP; exec patctl record -- sh -c 'kill -INT $$; kill -HUP $$; exit 5'")
	cmd.Dir, cmd.Env = r.dir, r.env
	if out, _ := cmd.CombinedOutput(); cmd.ProcessState.ExitCode() != 5 {
		t.Errorf("it ended with %v:\n%s", cmd.ProcessState, out)
	}
}

// TestRecordEndsWithTheCommand: a program in the background that keeps a tunnel open does not
// keep record.
func TestRecordEndsWithTheCommand(t *testing.T) {
	r := newRecorder(t)
	r.needs([]string{"python3", "curl"})
	tunnel := `import os, socket, sys
s = socket.create_connection(("127.0.0.1", int(os.environ["HTTPS_PROXY"].rsplit(":", 1)[1])))
s.sendall(b"CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n")
s.recv(100)
if os.fork() == 0:
    os.close(1)
    os.close(2)
    s.recv(100)
`
	r.write("tunnel.py", tunnel)
	got := r.run(nil, "python3 tunnel.py && "+curl+apiURL+"/user")
	r.nothingMissing(got)
	r.nothingLeaks(got)
	if got.code != 0 {
		t.Errorf("it ended with %d:\n%s", got.code, got.output)
	}
}

// TestRecordFromAnotherDirectory: names of files in variables are relative to the directory of
// the command.
func TestRecordFromAnotherDirectory(t *testing.T) {
	r := newRecorder(t)
	if err := os.MkdirAll(filepath.Join(r.dir, "sub", "gh"), 0o700); err != nil {
		t.Fatal(err)
	}
	r.write("sub/gh/hosts.yml", "github.com:\n  user: mona\n")
	certificates, err := os.ReadFile(r.ca)
	if err != nil {
		t.Fatal(err)
	}
	r.write("sub/ca.pem", string(certificates))
	r.env = append(r.env, "GH_CONFIG_DIR=gh", "SSL_CERT_FILE=ca.pem")
	cmd := exec.Command("patctl", "--chdir", "sub", "record", "--", "sh", "-c", `cat "$GH_CONFIG_DIR/hosts.yml"; exit 5`)
	cmd.Dir, cmd.Env = r.dir, r.env
	if out, _ := cmd.CombinedOutput(); cmd.ProcessState.ExitCode() != 5 || !strings.Contains(string(out), "user: mona") {
		t.Errorf("it ended with %v:\n%s", cmd.ProcessState, out)
	}
}

// TestRecordSeesProxiesOfGit: settings of Git that win over those of record are a gap.
func TestRecordSeesProxiesOfGit(t *testing.T) {
	r := newRecorder(t)
	for _, section := range []string{`remote "origin"`, `http "https://github.com/octo-org"`} {
		r.write(".gitconfig", "["+section+"]\nproxy = http://127.0.0.1:1\n")
		if got := r.run(nil, "true"); !slices.ContainsFunc(got.Gaps, func(g record.Gap) bool { return g.Kind == record.DirectConnection }) {
			t.Errorf("%s: there is no gap in\n%s", section, got.text)
		}
	}
	r.write(".gitconfig", "[http \"https://github.com/\"]\nproxy = http://127.0.0.1:1\n")
	if got := r.run(nil, "true"); len(got.Gaps) != 1 {
		t.Errorf("there are gaps:\n%s", got.text)
	}
}

// TestRecordOfAnAddress: calls to a server that is named by its IP address can't be recorded.
func TestRecordOfAnAddress(t *testing.T) {
	r := newRecorder(t)
	env := r.env
	for _, variable := range []string{"GITHUB_API_URL=https://192.0.2.1:8443/api/v3", "GH_HOST=2001:db8::1", "GITHUB_SERVER_URL=https://[2001:db8::1]"} {
		r.env = append(slices.Clone(env), variable)
		if got := r.run(nil, "true"); !slices.ContainsFunc(got.Gaps, func(g record.Gap) bool { return g.Kind == record.DirectConnection }) {
			t.Errorf("%s: there is no gap in\n%s", variable, got.text)
		}
	}
}
