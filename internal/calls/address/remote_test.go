package address

import "testing"

func TestIsElsewhere(t *testing.T) {
	t.Parallel()
	for remote, want := range map[string]bool{
		"https://github.com/octo-org/api":                                   false,
		"https://x-access-token:$TOKEN@github.com/octo-org/api":             false,
		"https://x-access-token:${{ secrets.BOT }}@github.com/octo-org/api": false,
		"https://${{ secrets.BOT }}@github.com/${{ github.repository }}":    false,
		"https://${{ vars.HOST }}/octo-org/api":                             false,
		"https://oauth2:${{ secrets.BOT }}@gitlab.com/octo-org/api":         true,
		"git@github.com:octo-org/api.git":                                   true,
		"git@github.com:octo-org/${{ matrix.repo }}.git":                    true,
		"../api": true,
		"origin": false,
		"https://gitlab.com/octo-org/api https://github.com/octo-org/ignored": true,
	} {
		if got := IsElsewhere(remote); got != want {
			t.Errorf("IsElsewhere(%q) = %t, want %t", remote, got, want)
		}
	}
}
