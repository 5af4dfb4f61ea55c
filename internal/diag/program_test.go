package diag

import "testing"

func TestProgram(t *testing.T) {
	p := NewProgram("gh patctl", []string{"plan", "help", "validate"})
	for sentence, want := range map[string]string{
		"To see it, run:\n\n  patctl plan --live":                "To see it, run:\n\n  gh patctl plan --live",
		"Run patctl plan, or `patctl validate`.":                 "Run gh patctl plan, or `gh patctl validate`.",
		"see <(patctl help)":                                     "see <(gh patctl help)",
		"patctl --chdir DIR validate":                            "gh patctl --chdir DIR validate",
		"patctl -C DIR validate":                                 "gh patctl -C DIR validate",
		"PATCTL_LOG=debug patctl COMMAND":                        "PATCTL_LOG=debug gh patctl COMMAND",
		"gh patctl plan takes no arguments.":                     "gh patctl plan takes no arguments.",
		"patctl plan patctl plan":                                "gh patctl plan gh patctl plan",
		"patctl planned it, and this patctl reads format 1.":     "patctl planned it, and this patctl reads format 1.",
		`There is no template named "patctl plan", see patctl.`:  `There is no template named "patctl plan", see patctl.`,
		"patctl plan.md, patctl plan/notes, and ./patctl plan-b": "patctl plan.md, patctl plan/notes, and ./patctl plan-b",
		"https://github.com/patctl/patctl plan":                  "https://github.com/patctl/patctl plan",
	} {
		if got := p.Say(sentence); got != want {
			t.Errorf("Say(%q) = %q, want %q", sentence, got, want)
		}
		if got := (Program{}).Say(sentence); got != sentence {
			t.Errorf("the zero value makes %q of %q", got, sentence)
		}
	}
	if got := (Program{}).Name(); got != "patctl" {
		t.Errorf("the zero value is named %q", got)
	}
}
