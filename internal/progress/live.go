package progress

import (
	"fmt"
	"io"
	"math"
	"slices"
	"sync"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"github.com/smgen/smgen/internal/output"
)

// Live shows the stacks that are under way as lines that are redrawn in place, and
// what is over as lines above them, which stay.
type Live struct {
	o    LiveOptions
	bars *mpb.Progress
	all  *mpb.Bar // nil for a single stack

	// printing lets one event in at a time; mu guards what is drawn. The library
	// draws while it adds and removes lines, so that it is called without mu.
	printing sync.Mutex

	mu      sync.Mutex
	lines   map[key]*liveLine
	waiting []*liveLine // without a bar, as there are enough of them
	shown   int
	ended   int
	begin   time.Time
	closed  bool
}

// LiveOptions say what a terminal shows.
type LiveOptions struct {
	// Out is the terminal.
	Out io.Writer
	// Stacks is how many stacks the run has.
	Stacks int
	// Places is as in NewPlain.
	Places bool
	// Lines is how many stacks are shown at once, at most: more lines than the
	// terminal has cannot be redrawn. Default 12.
	Lines int
	// Now is the clock, default time.Now.
	Now func() time.Time

	// refresh redraws when it is sent to, for tests; by default a clock does.
	refresh <-chan any
}

// NewLive shows the progress on a terminal until Close.
func NewLive(o LiveOptions) *Live {
	if o.Lines == 0 {
		o.Lines = 12
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	options := []mpb.ContainerOption{mpb.WithOutput(o.Out), mpb.WithAutoRefresh()}
	if o.refresh != nil {
		options = append(options, mpb.WithManualRefresh(o.refresh))
	}
	l := &Live{o: o, bars: mpb.New(options...), lines: map[key]*liveLine{}, begin: o.Now()}
	if o.Stacks > 1 {
		l.all = l.newBar(l.drawAll, mpb.BarPriority(math.MaxInt))
	}
	return l
}

// newBar adds a line that draw writes each time. What does not fit is cut.
func (l *Live) newBar(draw func() string, options ...mpb.BarOption) *mpb.Bar {
	options = append(options, mpb.BarFillerTrim(), mpb.PrependDecorators(decor.Any(func(decor.Statistics) string {
		l.mu.Lock()
		defer l.mu.Unlock()
		return draw()
	})))
	return l.bars.New(0, mpb.NopStyle(), options...)
}

// Print takes an event into the picture.
func (l *Live) Print(e Event) {
	l.printing.Lock()
	defer l.printing.Unlock()
	if l.closed {
		return
	}
	begun, over := l.take(e)
	if over != nil {
		over.Abort(true)
	}
	if l.stays(e) {
		fmt.Fprintln(l.bars, e.Line(l.o.Places))
	}
	if begun != nil {
		begun.bar = l.newBar(func() string { return begun.draw(l.o.Now()) })
	}
}

// stays reports whether an event is told in a line that stays. Of many stacks most do
// not change.
func (l *Live) stays(e Event) bool {
	switch e.Kind {
	case Notice:
		return true
	case StackEnds:
		return e.Status != string(Unchanged) || e.Message != "" || l.o.Stacks == 1
	}
	return e.isFailure()
}

// take notes the event, and returns a line that is to be shown, and a bar that is
// not any more.
func (l *Live) take(e Event) (begun *liveLine, over *mpb.Bar) {
	l.mu.Lock()
	defer l.mu.Unlock()
	line := l.lines[e.key()]
	switch e.Kind {
	case StackBegins:
		if line == nil {
			line = &liveLine{title: e.title(l.o.Places), begin: e.Time}
			l.lines[e.key()] = line
			l.waiting = append(l.waiting, line)
		}
		line.doing = output.Printable(e.Message)
	case Step:
		if line != nil {
			line.doing = output.Printable(e.Message)
		}
	case Resource:
		if line != nil {
			line.done, line.total = e.Done, max(e.Total, line.total)
			line.doing = output.Printable(e.Resource + " " + e.Status)
		}
	case StackEnds:
		l.ended++
		delete(l.lines, e.key())
		if i := slices.Index(l.waiting, line); i >= 0 {
			l.waiting = slices.Delete(l.waiting, i, i+1)
		} else if line != nil {
			over, l.shown = line.bar, l.shown-1
		}
	}
	if len(l.waiting) > 0 && l.shown < l.o.Lines {
		begun, l.waiting, l.shown = l.waiting[0], l.waiting[1:], l.shown+1
	}
	return begun, over
}

// drawAll is the line about the run.
func (l *Live) drawAll() string {
	text := fmt.Sprintf("%d of %d stacks, %s", l.ended, l.o.Stacks, elapsed(l.begin, l.o.Now()))
	if len(l.waiting) > 0 {
		text += fmt.Sprintf(", %d more under way", len(l.waiting))
	}
	return text
}

// Close removes the lines that are redrawn; those above them stay.
func (l *Live) Close() {
	l.printing.Lock()
	defer l.printing.Unlock()
	if l.closed {
		return
	}
	l.closed = true
	for _, line := range l.lines {
		if line.bar != nil {
			line.bar.Abort(true)
		}
	}
	if l.all != nil {
		l.all.Abort(true)
	}
	l.bars.Wait()
}
