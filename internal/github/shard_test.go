package github_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/github"
)

// TestShardsPartition: every organization is in exactly one shard, in whatever case its login is
// written, and shards have roughly the same size.
func TestShardsPartition(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 17))
	for range 200 {
		count := 1 + random.IntN(github.MaxShards)
		login := randomLogin(random)
		var in []int
		for i := 1; i <= count; i++ {
			shard, err := github.ParseShard(fmt.Sprintf("%d/%d", i, count))
			if err != nil {
				t.Fatal(err)
			}
			if shard.Has(login) != shard.Has(strings.ToUpper(login)) {
				t.Errorf("%s: the case of %s decides", shard, login)
			}
			if shard.Has(login) {
				in = append(in, i)
			}
		}
		if len(in) != 1 {
			t.Errorf("%s is in the shards %v of %d", login, in, count)
		}
	}
	sizes := make([]int, 4)
	for i := range 1000 {
		for k := range sizes {
			if (github.Shard{Index: k + 1, Count: len(sizes)}).Has(fmt.Sprintf("octo-%d", i)) {
				sizes[k]++
			}
		}
	}
	for _, size := range sizes {
		if size < 200 || size > 300 {
			t.Errorf("1,000 organizations are divided into %v", sizes)
		}
	}
}

func randomLogin(random *rand.Rand) string {
	const letters = "abcdefghijklmnopqrstuvwxyz0123456789-"
	text := make([]byte, 1+random.IntN(39))
	for i := range text {
		text[i] = letters[random.IntN(len(letters))]
	}
	return string(text)
}

// TestParseShard: what is no shard is an error, and not everything or nothing.
func TestParseShard(t *testing.T) {
	for _, text := range []string{"", "1", "/", "0/0", "0/4", "5/4", "-1/4", "1/-4", "1/257", "1/4/2", " 1/4", "1/4 ", "a/b", "1/99999999999999999999"} {
		if shard, err := github.ParseShard(text); err == nil {
			t.Errorf("%q is the shard %s", text, shard)
		}
	}
	if shard, err := github.ParseShard("4/4"); err != nil || shard.String() != "4/4" || shard.All() {
		t.Errorf("4/4 is %+v, %v", shard, err)
	}
	if all := (github.Shard{}); !all.All() || !all.Has("octo-org") {
		t.Error("the zero value is not everything")
	}
}
