package main

import (
	"bytes"
	"io"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestProgress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		long := watch(&out, "compiled", 3)
		long.step()
		time.Sleep(progressAfter + time.Millisecond)
		time.Sleep(10 * progressEvery) // a stack that takes its time
		long.step()
		long.step()
		time.Sleep(progressEvery)
		long.clear()
		want := "\r\x1b[Kcompiled 1 of 3 stacks\r\x1b[Kcompiled 3 of 3 stacks\r\x1b[K"
		if diff := cmp.Diff(want, out.String()); diff != "" {
			t.Errorf("progress of a long run (-want +got):\n%s", diff)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		short := watch(&out, "compiled", 2)
		short.step()
		time.Sleep(progressAfter - time.Millisecond)
		short.clear()
		if out.Len() > 0 {
			t.Errorf("a short run prints %q, want nothing", out.String())
		}
	})
	var nobody *counter
	nobody.step()
	nobody.clear()
}

// TestTerminal says for whom smgen colors and shows progress. A device stands
// for a terminal.
func TestTerminal(t *testing.T) {
	device, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer device.Close()
	file, err := os.Create(t.TempDir() + "/log")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for name, test := range map[string]struct {
		vars               map[string]string
		interactive, color bool
	}{
		"plain":    {nil, true, true},
		"NO_COLOR": {map[string]string{"NO_COLOR": "1"}, true, false},
		"CI":       {map[string]string{"CI": "true"}, false, false},
		"dumb":     {map[string]string{"TERM": "dumb"}, false, false},
		"xterm":    {map[string]string{"TERM": "xterm", "NO_COLOR": ""}, true, true},
	} {
		env := environment{getenv: func(name string) string { return test.vars[name] }}
		if got := env.isInteractive(device); got != test.interactive {
			t.Errorf("%s: isInteractive is %v, want %v", name, got, test.interactive)
		}
		if got := env.useColor(device); got != test.color {
			t.Errorf("%s: useColor is %v, want %v", name, got, test.color)
		}
		if env.isInteractive(file) || env.isInteractive(&bytes.Buffer{}) || env.useColor(file) {
			t.Errorf("%s: a file or a buffer is taken for a terminal", name)
		}
	}
}

// TestWidth believes COLUMNS where there is no terminal to ask; a device that has
// no size is none.
func TestWidth(t *testing.T) {
	device, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer device.Close()
	for columns, want := range map[string]int{"": 0, "80": 80, "wide": 0, "-5": 0, "3": 0, "20": 20} {
		env := environment{getenv: func(name string) string { return map[string]string{"COLUMNS": columns}[name] }}
		for _, w := range []io.Writer{device, &bytes.Buffer{}} {
			if got := env.width(w); got != want {
				t.Errorf("COLUMNS=%q: width of %T is %d, want %d", columns, w, got, want)
			}
		}
	}
}
