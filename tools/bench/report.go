package main

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"text/tabwriter"
	"time"
)

// The limits that smgen keeps.
const (
	maxCPU     = 1.25      // render's CPU time over that of cue vet -c
	maxWall    = 0.75      // the same for the time that passes, on two cores
	maxDiff    = 1.3       // diff's CPU time over that of compiling what changed
	maxReport  = 1         // seconds of CPU time of a report beyond compiling what changed
	maxRules   = 1.15      // vet's CPU time over that without rules and launch proof
	maxPeak    = 250 << 20 // bytes of memory
	maxGrowth  = 1         // CPU time a stack among many over that among few
	maxPace    = 1.3       // a deployment's time over that of its calls at the pace that AWS allows
	maxCalls   = 3         // calls about a stack that does not change
	maxVersion = 30 * time.Millisecond
)

// line is one comparison.
type line struct {
	what string
	// measured and reference are what is compared, as text.
	measured, reference string
	// value is what the limit is on, and limit is 0 if there is none.
	value, limit float64
	// show prints value and limit.
	show func(float64) string
	// unknown says why the value could not be measured.
	unknown string
}

func (l line) misses() bool { return l.unknown == "" && l.limit > 0 && l.value > l.limit }

func (l line) verdict() string {
	switch {
	case l.unknown != "":
		return "not judged: " + l.unknown
	case l.limit == 0:
		return ""
	case l.misses():
		return "MISSED"
	default:
		return "pass"
	}
}

func missed(lines []line) bool { return slices.ContainsFunc(lines, line.misses) }

// lines returns the comparisons of a machine with that many cores.
func (m *measurements) lines(cores int) []line {
	cpu := func(u usage) float64 { return u.cpu.Seconds() }
	wall := func(u usage) float64 { return u.wall.Seconds() }
	tenth, large := m.stacks/10, m.stacks*5
	start := median(m.version, cpu)
	perSmall := (median(m.small, cpu) - start) / float64(tenth)
	perLarge := (median(m.large, cpu) - start) / float64(large)
	lines := []line{
		compare(fmt.Sprintf("CPU time, render / cue vet -c, %d stacks", m.stacks), m.render, m.cue, cpu, maxCPU),
		compare(fmt.Sprintf("wall time, render / cue vet -c, %d stacks", m.stacks), m.render, m.cue, wall, maxWall),
		compare(fmt.Sprintf("CPU time, smgen vet / cue vet -c, %d stacks", m.stacks), m.vet, m.cue, cpu, 0),
		compare(fmt.Sprintf("CPU time, smgen vet / render, %d stacks", m.stacks), m.vet, m.render, cpu, 0),
		compare(fmt.Sprintf("CPU time, smgen vet / vet --no-rules, %d stacks", m.stacks), m.vet, m.plain, cpu, maxRules),
		compare(fmt.Sprintf("CPU time, smgen diff --changed / compiling twice the %d changed of %d", few(m.stacks), m.stacks), m.diff, twice(m.affected), cpu, maxDiff),
		beyond(fmt.Sprintf("CPU time, smgen diff --format markdown beyond compiling twice the %d changed of %d", many(m.stacks), m.stacks), m.report, twice(m.reported), cpu, maxReport),
		{what: fmt.Sprintf("CPU time a stack without the start, render, %d / %d stacks", large, tenth),
			measured: milliseconds(perLarge), reference: milliseconds(perSmall), value: perLarge / perSmall, limit: maxGrowth, show: ratio},
		{what: fmt.Sprintf("peak memory, cue vet -c, %d stacks", m.stacks), value: median(m.cue, memory), show: megabytes},
		{what: fmt.Sprintf("peak memory, render, %d stacks", m.stacks), value: median(m.render, memory), show: megabytes},
		{what: fmt.Sprintf("peak memory, render, %d stacks", large), value: median(m.large, memory), limit: maxPeak, show: megabytes},
		{what: "CPU time, smgen version", value: start, limit: maxVersion.Seconds(), show: milliseconds},
	}
	for i := range lines {
		switch l := &lines[i]; {
		case l.what == lines[1].what && cores < 2:
			l.unknown = "needs two cores"
		case l.value == 0:
			l.unknown = "this system does not tell"
		}
	}
	return lines
}

// twice is for what is compiled as it was and as it is.
func twice(list []usage) []usage {
	doubled := make([]usage, len(list))
	for i, u := range list {
		doubled[i] = usage{cpu: 2 * u.cpu, wall: 2 * u.wall, peak: u.peak}
	}
	return doubled
}

func memory(u usage) float64 { return float64(u.peak) }

// compare returns the line of two commands that ran in turns, with the ratio of what
// they took.
func compare(what string, a, b []usage, of func(usage) float64, limit float64) line {
	return pairs(what, a, b, of, func(a, b float64) float64 { return a / b }, limit, ratio)
}

// beyond is compare with what the first took more than the second.
func beyond(what string, a, b []usage, of func(usage) float64, limit float64) line {
	return pairs(what, a, b, of, func(a, b float64) float64 { return a - b }, limit, seconds)
}

func pairs(what string, a, b []usage, of func(usage) float64, value func(a, b float64) float64, limit float64, show func(float64) string) line {
	values := make([]float64, len(a))
	for i := range a {
		values[i] = value(of(a[i]), of(b[i]))
	}
	slices.Sort(values)
	return line{
		what: what, measured: seconds(median(a, of)), reference: seconds(median(b, of)),
		value: middle(values), limit: limit, show: show,
	}
}

func median(list []usage, of func(usage) float64) float64 {
	values := make([]float64, 0, len(list))
	for _, u := range list {
		values = append(values, of(u))
	}
	slices.Sort(values)
	return middle(values)
}

// middle returns the median of sorted values.
func middle(sorted []float64) float64 {
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

func ratio(v float64) string        { return fmt.Sprintf("%.2f", v) }
func seconds(v float64) string      { return fmt.Sprintf("%.2f s", v) }
func milliseconds(v float64) string { return fmt.Sprintf("%.2f ms", v*1e3) }
func megabytes(v float64) string    { return fmt.Sprintf("%.0f MB", v/(1<<20)) }

func printTable(w io.Writer, runs, cores int, lines []line) error {
	fmt.Fprintf(w, "%d runs, medians; %s, %d cores\n\n", runs, runtime.Version(), cores)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "what\tfirst\tsecond\tvalue\tlimit\t")
	for _, l := range lines {
		limit := ""
		if l.limit > 0 {
			limit = "<= " + l.show(l.limit)
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\n", l.what, l.measured, l.reference, l.show(l.value), limit, l.verdict())
	}
	return t.Flush()
}
