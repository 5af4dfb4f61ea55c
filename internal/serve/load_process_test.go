package serve_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/serve/webhook"
)

// Secrets of a server that only tests reach.
const (
	loadSecret = "a-secret-that-signs-deliveries-of-tests"
	loadToken  = "a-token-of-the-page-in-tests"
)

// process is patctl serve, as people run it.
type process struct {
	testing.TB
	dir     string // of the configuration
	cache   string
	address string
	command *exec.Cmd
	client  *http.Client
	stop    func()

	mu   sync.Mutex
	last []string // lines of its log
}

// build builds patctl.
func build(t testing.TB) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "patctl")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-o", bin, "github.com/patctl/patctl/cmd/patctl").CombinedOutput()
	if err != nil {
		t.Fatalf("build patctl: %v\n%s", err, out)
	}
	return bin
}

// startProcess runs a server until the end of the test, with variables in addition to those that
// it needs.
func startProcess(t testing.TB, bin string, f *fake, config string, variables []string, args ...string) *process {
	t.Helper()
	p := &process{TB: t, dir: t.TempDir(), cache: t.TempDir(), client: &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 50}}}
	p.write(config)
	p.command = exec.Command(bin, append([]string{"serve", "--act", "--listen", "127.0.0.1:0", "--log-format", "json", "--grace", "1s"}, args...)...)
	p.command.Dir = p.dir
	p.command.Env = append([]string{
		"HOME=" + p.cache, "XDG_CACHE_HOME=" + p.cache, "PATH=" + os.Getenv("PATH"), "GITHUB_API_URL=" + f.URL, "GITHUB_APP_ID=" + strconv.FormatInt(f.AppID(), 10),
		"GITHUB_APP_PEM=" + string(f.AppPEM()), "PATCTL_WEBHOOK_SECRET=" + loadSecret, "PATCTL_SERVE_TOKEN=" + loadToken,
	}, variables...)
	log, err := p.command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.command.Start(); err != nil {
		t.Fatal(err)
	}
	address := make(chan string, 1)
	ended := make(chan struct{})
	go func() { defer close(ended); p.follow(log, address) }()
	p.stop = sync.OnceFunc(func() {
		_ = p.command.Process.Signal(syscall.SIGTERM)
		<-ended
		_ = p.command.Wait()
	})
	t.Cleanup(p.stop)
	select {
	case p.address = <-address:
	case <-ended:
		t.Fatalf("the server ended:\n%s", p.log())
	}
	return p
}

// write writes the configuration.
func (p *process) write(config string) {
	p.Helper()
	if err := os.WriteFile(filepath.Join(p.dir, "main.pat.hcl"), []byte(config), 0o600); err != nil {
		p.Fatal(err)
	}
}

// follow reads the log, which says where the server listens.
func (p *process) follow(log io.Reader, address chan<- string) {
	lines := bufio.NewScanner(log)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var line struct{ Msg, Address string }
		if json.Unmarshal(lines.Bytes(), &line) == nil && line.Msg == "serving" {
			address <- line.Address
		}
		p.mu.Lock()
		p.last = append(p.last[max(0, len(p.last)-20):], lines.Text())
		p.mu.Unlock()
	}
	_, _ = io.Copy(io.Discard, log)
}

func (p *process) log() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Join(p.last, "\n")
}

// deliver tells the server that a member of an organization requests a token, and returns how
// long it took to answer.
func (p *process) deliver(login string, id int64) time.Duration {
	return p.event("created", login, id)
}

// event tells the server that something happened to a request.
func (p *process) event(action, login string, id int64) time.Duration {
	body := fmt.Appendf(nil, `{"action":%q,"personal_access_token_request":{"id":%d},"organization":{"login":%q,"id":1},"sender":{"login":"mona","id":2},"installation":{"id":3}}`, action, id, login)
	req, err := http.NewRequest(http.MethodPost, "http://"+p.address+"/webhook", bytes.NewReader(body))
	if err != nil {
		p.Error(err)
		return 0
	}
	for name, value := range map[string]string{
		"Content-Type": "application/json", "X-GitHub-Event": "personal_access_token_request", "X-GitHub-Delivery": fmt.Sprintf("00000000-0000-0000-0000-%012d", id),
		webhook.SignatureHeader: webhook.Sign(credential.NewSecret(loadSecret), body),
	} {
		req.Header.Set(name, value)
	}
	began := time.Now()
	resp, err := p.client.Do(req)
	if err != nil {
		p.Errorf("deliver: %v\n%s", err, p.log())
		return 0
	}
	took := time.Since(began)
	answer, _ := io.ReadAll(resp.Body)
	resp.Body.Close()
	if resp.StatusCode != http.StatusAccepted {
		p.Errorf("a delivery was answered with %d: %s", resp.StatusCode, answer)
	}
	return took
}

// metrics are those of the server, by name and labels.
func (p *process) metrics() map[string]float64 {
	p.Helper()
	req, err := http.NewRequest(http.MethodGet, "http://"+p.address+"/metrics", nil)
	if err != nil {
		p.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+loadToken)
	resp, err := p.client.Do(req)
	if err != nil {
		p.Fatalf("read the metrics: %v\n%s", err, p.log())
	}
	defer resp.Body.Close()
	out := map[string]float64{}
	lines := bufio.NewScanner(resp.Body)
	for lines.Scan() {
		at := strings.LastIndexByte(lines.Text(), ' ')
		if at < 0 {
			continue
		}
		name, value := lines.Text()[:at], lines.Text()[at+1:]
		if n, err := strconv.ParseFloat(value, 64); err == nil && !strings.HasPrefix(name, "#") {
			out[name] = n
		}
	}
	return out
}

// peak is the most memory that the process has held so far, in bytes; 0: the system does not
// say.
func (p *process) peak() int64 {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.command.Process.Pid))
	if err != nil {
		return 0
	}
	var kilobytes int64
	if _, after, found := strings.Cut(string(data), "VmHWM:"); found {
		_, _ = fmt.Sscan(after, &kilobytes)
	}
	return kilobytes << 10
}
