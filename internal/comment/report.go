package comment

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/smgen/smgen/internal/lazyregexp"
)

// maxReport is how many bytes of a report are read: more than any platform takes.
const maxReport = 4 << 20

// marker is the first line of a report.
var marker = lazyregexp.New(`^<!-- smgen review: [^<>\r\n]{1,200} -->$`)

// Report is a report that was read, with its marker.
type Report struct{ marker, body string }

// Read reads a report. The error says what is wrong with the text.
func Read(r io.Reader) (Report, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxReport+1))
	switch {
	case err != nil:
		return Report{}, err
	case len(text) > maxReport:
		return Report{}, fmt.Errorf("it has more than %d bytes, and no report has", maxReport)
	case !utf8.Valid(text):
		return Report{}, errors.New("it is not UTF-8 text")
	}
	body := plain(string(text))
	first, _, _ := strings.Cut(body, "\n")
	if !marker().MatchString(first) {
		return Report{}, errors.New("its first line is not the marker of a review, <!-- smgen review: ENVIRONMENT -->; write it with smgen diff --format markdown -o FILE")
	}
	return Report{first, body}, nil
}

// plain is a text as it is compared: platforms change the ends of lines, and trim.
func plain(text string) string {
	return strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
}

// marks reports whether a comment holds a report with the same marker.
func (r Report) marks(body string) bool {
	first, _, _ := strings.Cut(plain(body), "\n")
	return first == r.marker
}
