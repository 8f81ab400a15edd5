package progress

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/smgen/smgen/internal/output"
)

// Plain prints each event as a line with its time, for logs.
type Plain struct {
	out    io.Writer
	places bool
	mu     sync.Mutex
}

// NewPlain prints to out. With places each stack is named with its account and
// region, as is needed where names repeat.
func NewPlain(out io.Writer, places bool) *Plain { return &Plain{out: out, places: places} }

// Print prints the event's line.
func (p *Plain) Print(e Event) {
	p.mu.Lock()
	defer p.mu.Unlock()
	// Whoever does not read the progress does not end the work.
	fmt.Fprintf(p.out, "%s %s\n", e.Time.UTC().Format(time.RFC3339), e.Line(p.places))
}

// Close does nothing.
func (p *Plain) Close() {}

// JSON prints each event as one line of JSON, for programs.
type JSON struct {
	out io.Writer
	mu  sync.Mutex
}

// NewJSON prints to out.
func NewJSON(out io.Writer) *JSON { return &JSON{out: out} }

// Print prints the event.
func (j *JSON) Print(e Event) {
	j.mu.Lock()
	defer j.mu.Unlock()
	e.Time = e.Time.UTC()
	_ = output.EncodeJSON(j.out, e, "") // strings and numbers can be encoded, and as above
}

// Close does nothing.
func (j *JSON) Close() {}
