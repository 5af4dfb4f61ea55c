// Package mutate makes the inputs of fuzz targets that continuous integration
// runs: variations of the seeds of a target, made with a random source whose
// seed is fixed, so that a commit passes or fails whenever it is run. Looking for
// inputs that nobody has tried yet is for `make fuzz` and for the nightly
// workflow. Only tests import this package.
package mutate

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
)

// Variable is the environment variable with the number of variations of each
// seed. Without it there are none, and a target runs only its seeds and corpus.
const Variable = "PATCTL_FUZZ_VARIATIONS"

// Add adds a seed to a fuzz target, as f.Add does, and as many variations of it
// as the environment asks for. The same target and seed have the same variations.
func Add(f *testing.F, seed ...any) {
	f.Helper()
	add(f, 1, seed)
}

// fewer is how many variations of other targets AddFew takes one for.
const fewer = 50

// AddFew is Add for a target that takes milliseconds for one input.
func AddFew(f *testing.F, seed ...any) {
	f.Helper()
	add(f, fewer, seed)
}

func add(f *testing.F, share int, seed []any) {
	f.Helper()
	f.Add(seed...)
	count, err := variations(os.Getenv(Variable))
	if err != nil {
		f.Fatal(err)
	}
	random := source(f.Name(), seed)
	for range (count + share - 1) / share {
		f.Add(variation(random, seed)...)
	}
}

func variations(value string) (int, error) {
	if value == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("%s is not a number of variations: %q", Variable, value)
	}
	return n, nil
}

// source returns a random source that depends on the target and the seed alone.
func source(name string, seed []any) *rand.Rand {
	h := fnv.New64a()
	_, _ = fmt.Fprintf(h, "%s %#v", name, seed) // a hash takes everything
	return rand.New(rand.NewPCG(h.Sum64(), uint64(len(seed))))
}

// variation changes at least one argument of a seed.
func variation(random *rand.Rand, seed []any) []any {
	out := make([]any, len(seed))
	copy(out, seed)
	for {
		i := random.IntN(len(out))
		out[i] = change(random, out[i])
		if random.IntN(2) == 0 {
			return out
		}
	}
}

func change(random *rand.Rand, value any) any {
	switch v := value.(type) {
	case string:
		return string(text(random, []byte(v)))
	case []byte:
		return text(random, v)
	case int:
		return number(random, v)
	case bool:
		return !v
	}
	panic(fmt.Sprintf("mutate: no variation of a %T is known", value))
}

func number(random *rand.Rand, n int) int {
	switch random.IntN(4) {
	case 0:
		return -n
	case 1:
		return n + random.IntN(33) - 16
	case 2:
		return int(random.Uint64())
	}
	return []int{0, 1, -1, 1 << 31, 1<<63 - 1, -1 << 63}[random.IntN(6)]
}
