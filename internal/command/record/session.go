package record

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/net/http/httpproxy"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/github/transport"
	"github.com/patctl/patctl/internal/record"
	"github.com/patctl/patctl/internal/record/authority"
	"github.com/patctl/patctl/internal/record/child"
	"github.com/patctl/patctl/internal/record/proxy"
)

// session is a proxy, and what leads a command to it.
type session struct {
	hosts     record.Hosts
	log       *record.Log
	proxy     *proxy.Proxy
	directory *child.Directory
	listener  net.Listener // nil: the command has a network of its own
}

// hostVariables name servers of GitHub.
var hostVariables = []string{"GH_HOST", "GITHUB_API_URL", "GITHUB_SERVER_URL", "GITHUB_GRAPHQL_URL", "GITHUB_BASE_URL"}

// prepare makes everything that is needed before the command can start.
func prepare(ctx context.Context, e *cli.Env, opts options) (*session, error) {
	environ := child.Environ(e.Environ)
	var named []string
	for _, name := range hostVariables {
		named = append(named, environ.Get(name))
	}
	upstream, err := upstreamOf(ctx, e)
	if err != nil {
		return nil, err
	}
	s := &session{hosts: record.NewHosts(append(named, child.Accounts(environ, e.Dir)...)...), log: &record.Log{}}
	now := e.Now
	if e.SystemTime != nil {
		now = e.SystemTime // clients check the certificate's dates
	}
	ca, err := authority.New(s.hosts.Domains, now)
	if err != nil {
		return nil, err
	}
	s.directory, err = child.MakeDirectory(ctx, child.Settings{
		Environ: environ, Dir: e.Dir, GitHosts: append([]string{"github.com", "gist.github.com"}, s.hosts.Servers...),
		IsGitHub: s.hosts.Is, Certificate: ca.Certificate(), GitSetting: gitSetting(e),
	})
	if err != nil {
		return nil, fmt.Errorf("prepare the record: %w", err)
	}
	s.proxy = proxy.New(proxy.Options{
		Log: s.log, Authority: ca, IsGitHub: s.hosts.Is, Upstream: upstream, Roots: s.directory.Roots(), Now: func() time.Time { return e.Now().UTC() },
		Observe: proxy.Observe(catalog.Default(), opts.paths),
	})
	if err := s.listen(ctx, opts.strict); err != nil {
		_ = s.directory.Remove()
		return nil, fmt.Errorf("prepare the record: %w", err)
	}
	return s, nil
}

// listen opens the ways to the proxy, all of them on this machine only.
func (s *session) listen(ctx context.Context, strict bool) error {
	var config net.ListenConfig
	socket, err := config.Listen(ctx, "unix", s.directory.SocketPath())
	if err != nil {
		return err
	}
	s.proxy.ServeSocket(socket)
	address := netip.MustParseAddrPort(child.StrictAddress)
	if !strict {
		s.listener, err = config.Listen(ctx, "tcp", "127.0.0.1:0")
		if err != nil {
			return err
		}
		address = s.listener.Addr().(*net.TCPAddr).AddrPort()
		s.proxy.Serve(s.listener)
	}
	s.directory.ProxyAddress = address.String()
	return s.directory.WritePreload(address.Addr().String(), int(address.Port()), s.hosts.Domains)
}

// gitSetting reads Git's configuration, as far as Git is there.
func gitSetting(e *cli.Env) func(context.Context, string) string {
	return func(ctx context.Context, name string) string { return gitConfig(ctx, e, "--get", name) }
}

func gitConfig(ctx context.Context, e *cli.Env, args ...string) string {
	git := exec.CommandContext(ctx, "git", append([]string{"config"}, args...)...)
	git.Dir, git.Env = e.Dir, e.Environ
	out, err := git.Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

// gitProxies are the settings that win over those of record: a proxy of a remote, and of
// addresses below a host of GitHub.
const gitProxies = `^(remote\..+|http\.https://([^/]*\.)?github\.com/.+)\.proxy$`

// upstreamOf is the proxy that clients would take without this one. An address that can't be
// used is an error: without the proxy, calls would take a way that the user did not choose.
func upstreamOf(ctx context.Context, e *cli.Env) (func(*url.URL) (*url.URL, error), error) {
	environ := child.Environ(e.Environ)
	var failed error
	first := func(names ...string) string {
		for _, name := range names {
			address := environ.Get(name)
			if address == "" {
				continue
			}
			if err := transport.CheckProxy(address); err != nil && failed == nil {
				failed = fmt.Errorf("read the variable %s: %w", name, err)
			}
			return address
		}
		return ""
	}
	config := httpproxy.Config{
		HTTPProxy:  first("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"),
		HTTPSProxy: first("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"),
		NoProxy:    environ.First("no_proxy", "NO_PROXY"),
	}
	if config.HTTPSProxy == "" {
		config.HTTPSProxy = gitSetting(e)(ctx, "http.proxy")
		if err := transport.CheckProxy(config.HTTPSProxy); config.HTTPSProxy != "" && err != nil {
			failed = fmt.Errorf("read the setting http.proxy of Git: %w", err)
		}
	}
	return config.ProxyFunc(), failed
}

// detours notes the settings by which calls may go around the proxy.
func (s *session) detours(ctx context.Context, e *cli.Env) {
	for _, gap := range child.Detours(child.Environ(e.Environ), e.Dir) {
		s.log.AddGap(gap)
	}
	for _, name := range hostVariables {
		if record.IsAddress(child.Environ(e.Environ).Get(name)) {
			s.log.AddGap(record.Gap{Kind: record.DirectConnection, Detail: "The variable " + name + " names a server by its IP address. Calls to it can't be recorded."})
		}
	}
	if gitConfig(ctx, e, "--name-only", "--get-regexp", gitProxies) != "" {
		s.log.AddGap(record.Gap{Kind: record.DirectConnection, Detail: "The configuration of Git sets a proxy for a remote or a repository, so Git may go around the proxy of record."})
	}
}

// run runs the command, and ends the proxy after it.
func (s *session) run(ctx context.Context, e *cli.Env, v *cli.View, opts options) (child.Status, error) {
	s.detours(ctx, e)
	command := child.Command{
		Args: opts.args, Dir: e.Dir, Environ: s.directory.Environ(child.Environ(e.Environ)),
		Stdin: e.Stdin, Stdout: e.Stdout.Unbuffered(), Stderr: e.Stderr.Unbuffered(),
	}
	defer e.Signals.Leaves()()
	started, err := s.start(e, v, command, opts.strict)
	if err != nil {
		return child.Status{}, err
	}
	done := make(chan struct{})
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		if !opts.strict {
			child.Watch(done, child.Watching{
				PID: started.PID(), Marker: filepath.Dir(s.directory.SocketPath()), IsGitHub: s.hosts.Addresses(ctx, net.DefaultResolver.LookupNetIP), IsOurs: s.proxy.Has, Tell: s.direct, Blind: s.blind,
			})
		}
	}()
	status := started.Wait()
	close(done)
	<-watched
	ending, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	s.proxy.Close(ending)
	return status, nil
}

func (s *session) start(e *cli.Env, v *cli.View, command child.Command, strict bool) (*child.Started, error) {
	if !strict {
		for _, note := range child.Limits() {
			v.Note("%s", note)
		}
		e.Stderr.Flush()
		return command.Start()
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return command.StartStrict(self, []string{insideName, "--"}, s.proxy.Serve)
}

// blind notes that connections could not be looked at.
func (s *session) blind() {
	s.log.AddGap(record.Gap{Kind: record.DirectConnection, Detail: "The connections of the system could not be read at times, for example because too many files were open. A program may have connected to GitHub without the proxy."})
}

// direct notes a connection without the proxy.
func (s *session) direct(program string) {
	detail := "A program connected to GitHub without the proxy."
	if program != "" {
		detail = "The program " + record.Word(program) + " connected to GitHub without the proxy."
	}
	s.log.AddGap(record.Gap{Kind: record.DirectConnection, Detail: detail})
}
