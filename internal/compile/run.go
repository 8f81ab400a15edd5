package compile

import (
	"context"
	"runtime"
	"slices"
	"time"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/source"
	"github.com/smgen/smgen/internal/template"
)

// Options say what to compile, and how.
type Options struct {
	Repository *source.Repository
	// Dirs are the stacks' directories, as [source.Repository.Find] returns them.
	Dirs []string
	// Version is smgen's own, which a repository may pin.
	Version string
	// Now is the time for the checks that depend on the date. It does not reach
	// the templates.
	Now    time.Time
	Format template.Format
	// WithoutRules leaves out the rules and the launch proof.
	WithoutRules bool
	// Workers is how many stacks are compiled at a time, default one for each processor.
	Workers int
	// Timeout is how long one stack may take, default half a minute. CUE's
	// language has no loops, yet a spec can be written to take forever.
	Timeout time.Duration
	// MaxMemory is how many bytes of memory the run may use, default 2 GB and 128 MB
	// for each processor, ten times what sound specs take.
	MaxMemory uint64
}

// Run compiles the stacks and calls each with every result, one at a time, in
// the order in which they are ready. It returns the findings about the stacks
// as a whole: two with one name, or one that took too long, after which stacks
// that were not yet begun are left out. An error of each ends the run.
func Run(ctx context.Context, o Options, each func(*Result) error) ([]diag.Diagnostic, error) {
	if o.Timeout == 0 {
		o.Timeout = 30 * time.Second
	}
	if o.Workers == 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.MaxMemory == 0 {
		o.MaxMemory = 2<<30 + uint64(runtime.GOMAXPROCS(0))<<27
	}
	// Whatever ends the run ends the workers that wait to hand something on.
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r := &run{options: &o, queue: queue{left: o.Dirs}, results: make(chan outcome), names: map[string][]named{}, prefixes: map[string][]named{}, resources: map[string][]named{}, running: map[string]time.Time{}}
	for range min(o.Workers, len(o.Dirs)) {
		r.workers++
		go r.work(ctx)
	}
	if err := r.collect(ctx, each); err != nil {
		return nil, err
	}
	return diag.Sort(slices.Concat(r.diags, r.clashes(), r.holds.overlaps())), nil
}

// outcome is what a worker hands on.
type outcome struct {
	dir    string
	start  bool // the worker begins with dir
	done   bool // the worker has nothing left to do
	result *Result
	err    error
}

// run is one call of Run. Its fields belong to the goroutine that collects,
// except the queue.
type run struct {
	options *Options
	queue   queue
	results chan outcome
	workers int
	running map[string]time.Time
	names   map[string][]named // stacks by name
	// prefixes are jobs by what the names of their training jobs start with.
	prefixes map[string][]named
	// resources are the resources with names that specs give, by kind and name.
	resources map[string][]named
	holds     holds
	diags     []diag.Diagnostic
}

func (r *run) work(ctx context.Context) {
	loader := r.options.Repository.NewLoader()
	for {
		dir, ok := r.queue.take()
		if !ok || ctx.Err() != nil {
			r.send(ctx, outcome{done: true})
			return
		}
		r.send(ctx, outcome{dir: dir, start: true})
		result, err := r.options.survive(loader, dir)
		r.send(ctx, outcome{dir: dir, result: result, err: err})
	}
}

func (r *run) send(ctx context.Context, o outcome) {
	select {
	case r.results <- o:
	case <-ctx.Done():
	}
}

// collect hands results on until all workers are done, or until the watchdog
// gives up on those that are not.
func (r *run) collect(ctx context.Context, each func(*Result) error) error {
	// A text that doubles outgrows any machine within seconds.
	watch := time.NewTicker(min(r.options.Timeout/10, 50*time.Millisecond))
	defer watch.Stop()
	for r.workers > 0 {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-watch.C:
			if r.giveUp() {
				return nil
			}
		case o := <-r.results:
			if err := r.take(o, each); err != nil {
				r.queue.stop()
				return err
			}
		}
	}
	return nil
}

func (r *run) take(o outcome, each func(*Result) error) error {
	switch {
	case o.done:
		r.workers--
		return nil
	case o.start:
		r.running[o.dir] = time.Now()
		return nil
	}
	delete(r.running, o.dir)
	if o.err != nil {
		return o.err
	}
	r.note(o.result)
	return each(o.result)
}
