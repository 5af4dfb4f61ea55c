package releases

import (
	"fmt"
	"log"

	"example.com/octo/httputil"
)

// Versions lists releases.
func Versions(fork string) ([]byte, error) {
	url := fmt.Sprintf("https://api.github.com/repos/%s/api/releases", fork)
	log.Println(url)
	return httputil.MaybeDownload(url, "releases.json") // UNCLEAR: unreadable
}
