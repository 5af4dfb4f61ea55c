package postgres_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/serve/postgres"
	"github.com/patctl/patctl/internal/serve/queue"
)

// processSetting makes the test program a process that looks at organizations of the
// database at this address. Its looks never end.
const processSetting = "PATCTL_TEST_POSTGRES_PROCESS"

func process(address string) error {
	d, err := postgres.Open(context.Background(), credential.NewSecret(address), fast())
	if err != nil {
		return err
	}
	return d.Queue().Run(context.Background(), func(_ context.Context, l queue.Look) error {
		_, ok, err := d.Store().Lock(context.Background(), l.Organization)
		fmt.Fprintln(os.Stdout, "looks at", l.Organization, ok, err)
		select {}
	})
}

// TestKilledProcess: what a killed process was about to do is done by another one, and its
// locks are free.
func TestKilledProcess(t *testing.T) {
	address := database(t)
	d := replica(t, address, fast())
	q := d.Queue()
	add(t, q, time.Unix(1_800_000_000, 0), "octo-org", "mona-org")

	c := exec.CommandContext(t.Context(), os.Args[0])
	c.Env = append(os.Environ(), processSetting+"="+address.Reveal())
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for range 2 {
		if !lines.Scan() || !strings.HasSuffix(lines.Text(), "-org true <nil>") {
			t.Fatalf("the process wrote %q", lines.Text())
		}
	}
	looks := make(chan queue.Look, 10)
	start(t, q, func(_ context.Context, l queue.Look) error {
		looks <- l
		return nil
	})
	add(t, q, time.Unix(1_800_000_001, 0), "octo-org") // during the look
	if _, ok, err := d.Store().Lock(t.Context(), "octo-org"); ok || err != nil {
		t.Errorf("the lock of a living process: %t, %v", ok, err)
	}
	if len(looks) > 0 {
		t.Errorf("a look begins while another process is at it: %+v", <-looks)
	}
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = c.Wait()
	for range 2 {
		// The attempt counts: a look that ends its process every time must not go on forever.
		if l := within(t, "the look of another process", looks); l.Attempt != 2 || l.Since.Unix() != 1_800_000_000 {
			t.Errorf("the look is %+v", l)
		}
	}
	unlock, ok, err := d.Store().Lock(t.Context(), "octo-org")
	if !ok || err != nil {
		t.Fatalf("the lock of a process that was killed: %t, %v", ok, err)
	}
	unlock()
	drained(t, q)
	if len(looks) > 0 {
		t.Errorf("a third look: %+v", <-looks)
	}
}
