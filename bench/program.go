package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"time"
)

// program is a command that is measured.
type program struct {
	name   string // in the table
	args   []string
	env    []string
	out    string // the file for its standard output, which otherwise is discarded
	status int    // an exit status that is fine beside 0
}

// sample is what a program took: the time until it ended, the time of processors in user and
// system mode, and the most memory that it had at a time, in bytes.
type sample struct {
	wall, cpu time.Duration
	peak      int64
}

// run runs a program once. This process has to stay small: on Linux, the peak of a child
// counts the memory of its parent at the time of the start.
func (b *bench) run(p program) (sample, error) {
	cmd := exec.CommandContext(b.ctx, p.args[0], p.args[1:]...)
	cmd.Env = append(os.Environ(), p.env...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if p.out != "" {
		f, err := os.Create(p.out)
		if err != nil {
			return sample{}, err
		}
		defer f.Close()
		cmd.Stdout = f
	}
	start := time.Now()
	err := cmd.Run()
	wall := time.Since(start)
	if cmd.ProcessState == nil {
		return sample{}, fmt.Errorf("run %s: %w", p.name, err)
	}
	if status := cmd.ProcessState.ExitCode(); status != 0 && status != p.status {
		text := stderr.Bytes()
		return sample{}, fmt.Errorf("run %v: exit status %d\n%s", p.args, status, text[max(0, len(text)-2000):])
	}
	return sample{wall, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), peak(cmd.ProcessState)}, nil
}

// rounds runs all programs in turn, several times, so that other work of the machine affects
// them alike. It returns the median of each.
func (b *bench) rounds(runs int, programs ...program) ([]sample, error) {
	taken := make([][]sample, len(programs))
	for range b.little(runs, 1) {
		for i, p := range programs {
			s, err := b.run(p)
			if err != nil {
				return nil, err
			}
			taken[i] = append(taken[i], s)
		}
	}
	out := make([]sample, len(programs))
	for i, samples := range taken {
		out[i] = sample{
			wall: median(samples, func(s sample) time.Duration { return s.wall }),
			cpu:  median(samples, func(s sample) time.Duration { return s.cpu }),
			peak: median(samples, func(s sample) int64 { return s.peak }),
		}
	}
	return out, nil
}

// median returns the one in the middle, or the lower of two.
func median[T ~int64](samples []sample, of func(sample) T) T {
	var values []T
	for _, s := range samples {
		values = append(values, of(s))
	}
	slices.Sort(values)
	return values[(len(values)-1)/2]
}
