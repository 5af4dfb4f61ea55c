package child

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"os/signal"
)

// Command is a command to run with the files and the environment of a Directory.
type Command struct {
	Args           []string
	Dir            string
	Environ        Environ
	Stdin          io.Reader
	Stdout, Stderr io.Writer
}

// Status is how a command ended.
type Status struct {
	Code   int       // as shells count: 128 and the number of the signal that ended it
	Signal os.Signal // nil: none did
}

// The exit codes of what could not be run, as shells have them.
const (
	CannotRun = 126
	NotFound  = 127
)

// StartError says that a command could not be started, and with which code to end.
type StartError struct {
	Code int
	err  error
}

func (e *StartError) Error() string { return e.err.Error() }

// Unwrap gives the cause.
func (e *StartError) Unwrap() error { return e.err }

// Started is a command that runs.
type Started struct {
	cmd     *exec.Cmd
	signals chan os.Signal
}

// PID is the number of the process.
func (s *Started) PID() int { return s.cmd.Process.Pid }

// command looks for the program where the command would find it.
func (c Command) command() (*exec.Cmd, error) {
	path, err := c.lookUp()
	if err != nil {
		return nil, err
	}
	return &exec.Cmd{Path: path, Args: c.Args, Dir: c.Dir, Env: c.Environ, Stdin: c.Stdin, Stdout: c.Stdout, Stderr: c.Stderr}, nil
}

// Start starts the command. From then on, signals are for the command.
func (c Command) Start() (*Started, error) {
	cmd, err := c.command()
	if err != nil {
		return nil, err
	}
	return start(cmd)
}

func start(cmd *exec.Cmd) (*Started, error) {
	s := &Started{cmd: cmd, signals: make(chan os.Signal, 8)}
	for _, each := range forwarded {
		if !signal.Ignored(each) { // else the command would not ignore it, as it does after nohup
			signal.Notify(s.signals, each)
		}
	}
	if err := cmd.Start(); err != nil {
		signal.Stop(s.signals)
		return nil, &StartError{CannotRun, err}
	}
	return s, nil
}

// Wait passes on signals until the command ends.
func (s *Started) Wait() Status {
	ended := make(chan struct{})
	go func() {
		for {
			select {
			case got := <-s.signals:
				if !reachedGroup(got) {
					_ = s.cmd.Process.Signal(got) // it may have ended
				}
			case <-ended:
				return
			}
		}
	}()
	err := s.cmd.Wait()
	close(ended)
	signal.Stop(s.signals)
	return statusOf(s.cmd.ProcessState, err)
}

func statusOf(state *os.ProcessState, err error) Status {
	if state == nil {
		return Status{Code: 1}
	}
	if got := signalOf(state); got != nil {
		return Status{Code: 128 + number(got), Signal: got}
	}
	if code := state.ExitCode(); code != 0 || err == nil || errors.As(err, new(*exec.ExitError)) {
		return Status{Code: code}
	}
	return Status{Code: 1} // it ended well, but its output could not be passed on
}
