package main

import (
	"bytes"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/compile"
	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/source"
)

func TestSpecsCompile(t *testing.T) {
	dir := t.TempDir()
	if err := writeSpecs(dir, 3); err != nil {
		t.Fatal(err)
	}
	repository, err := source.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	dirs, diags := repository.Find(dir, []string{"stacks/..."})
	schedules := map[string]string{}
	more, err := compile.Run(t.Context(), compile.Options{Repository: repository, Dirs: dirs}, func(r *compile.Result) error {
		diags = append(diags, r.Diags...)
		if r.Template != nil {
			schedules[r.Stack.StackName()] = r.Stack.Jobs["churn"].Schedule.Expression
		}
		return nil
	})
	if diags = append(diags, more...); err != nil || diag.Reaches(diags, diag.Warning) {
		t.Fatalf("error %v, findings %v; want specs without fault", err, diags)
	}
	want := map[string]string{
		"pipeline-00000-staging": "cron(0 0 * * ? *)",
		"pipeline-00001-staging": "cron(1 0 * * ? *)",
		"pipeline-00002-staging": "cron(2 0 * * ? *)",
	}
	if diff := cmp.Diff(want, schedules); diff != "" {
		t.Errorf("rendered stacks (-want +got):\n%s", diff)
	}
}

// fast are figures within all limits. The medians differ from the means, and
// the median of the ratios from the ratio of the medians.
func fast() *measurements {
	cpu := func(list ...int) []usage {
		var usages []usage
		for _, ms := range list {
			usages = append(usages, usage{cpu: time.Duration(ms) * time.Millisecond, wall: time.Duration(ms) * time.Millisecond / 2, peak: 200 << 20})
		}
		return usages
	}
	return &measurements{
		stacks: 1000, cue: cpu(1000, 2000, 9000), render: cpu(700, 1000, 6300), vet: cpu(900, 500, 900), plain: cpu(800, 460, 9000), diff: cpu(250, 240, 2500), affected: cpu(100, 100, 1000), report: cpu(1400, 1000, 9000), reported: cpu(200, 100, 4500),
		small: cpu(110, 110, 900), large: cpu(4010, 5010, 9000), version: cpu(10, 10, 10),
	}
}

func TestLines(t *testing.T) {
	tests := []struct {
		name   string
		change func(*measurements)
		want   []string // what misses its limit
	}{
		{"within", func(*measurements) {}, nil},
		{"CPU", func(m *measurements) { m.render[0].cpu, m.render[2].cpu = 1300e6, 12e9 }, []string{"CPU time, render / cue vet -c, 1000 stacks"}},
		{"rules", func(m *measurements) { m.plain[0].cpu, m.plain[1].cpu = 780e6, 430e6 }, []string{"CPU time, smgen vet / vet --no-rules, 1000 stacks"}},
		{"diff", func(m *measurements) { m.diff[0].cpu, m.diff[1].cpu = 270e6, 261e6 }, []string{"CPU time, smgen diff --changed / compiling twice the 10 changed of 1000"}},
		{"report", func(m *measurements) { m.report[0].cpu, m.report[1].cpu = 1401e6, 1300e6 }, []string{"CPU time, smgen diff --format markdown beyond compiling twice the 300 changed of 1000"}},
		{"one slow run", func(m *measurements) { m.render[0].cpu = 1300e6 }, nil},
		{"wall", func(m *measurements) { m.render[0].wall, m.render[2].wall = 400e6, 4e9 }, []string{"wall time, render / cue vet -c, 1000 stacks"}},
		{"memory", func(m *measurements) { m.large[0].peak, m.large[1].peak = 251<<20, 251<<20 }, []string{"peak memory, render, 5000 stacks"}},
		{"growth", func(m *measurements) { m.large[1].cpu = 5011e6 }, []string{"CPU time a stack without the start, render, 5000 / 100 stacks"}},
		{"start", func(m *measurements) {
			for i := range m.version {
				m.version[i].cpu, m.small[i].cpu = 31e6, 200e6
			}
		}, []string{"CPU time, smgen version"}},
		{"memory unknown", func(m *measurements) { m.large[0].peak, m.large[1].peak, m.large[2].peak = 0, 0, 0 }, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := fast()
			test.change(m)
			var got []string
			for _, l := range m.lines(2) {
				if l.misses() {
					got = append(got, l.what)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("missed (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOneCoreIsNotJudged(t *testing.T) {
	m := fast()
	for i := range m.render {
		m.render[i].wall = time.Hour
	}
	if missed(m.lines(1)) {
		t.Error("the wall time is judged on one core; want it left out")
	}
	if !missed(m.lines(2)) {
		t.Error("the wall time is not judged on two cores")
	}
}

func TestTable(t *testing.T) {
	m := fast()
	m.large[0].peak, m.large[1].peak = 300<<20, 300<<20
	var out bytes.Buffer
	if err := printTable(&out, 3, 2, m.lines(2)); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"3 runs, medians",
		"render / cue vet -c, 1000 stacks 1.00 s 2.00 s 0.70 <= 1.25 pass",
		"5000 / 100 stacks 1.00 ms 1.00 ms 1.00 <= 1.00 pass",
		"render, 5000 stacks 300 MB <= 250 MB MISSED",
		"smgen version 10.00 ms <= 30.00 ms pass",
	} {
		if text := strings.Join(strings.Fields(out.String()), " "); !strings.Contains(text, want) {
			t.Errorf("the table lacks %q:\n%s", want, out.String())
		}
	}
}

func TestFlags(t *testing.T) {
	for _, args := range [][]string{{"-n", "9"}, {"-runs", "0"}, {"-x"}} {
		var out bytes.Buffer
		if err := run(t.Context(), args, &out, &out); err == nil {
			t.Errorf("run(%q) succeeds; want an error before anything is measured", args)
		}
	}
}

// TestHeld asks the system about this process.
func TestHeld(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux says it")
	}
	if got := held(os.Getpid()); got < 1<<20 || got > 1<<40 {
		t.Errorf("this process has held %d bytes", got)
	}
	if got := held(0); got != 0 {
		t.Errorf("no process has held %d bytes", got)
	}
}
