package main

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"time"
)

// heldLine is what Linux says of the most memory that a process has held, in kB.
var heldLine = regexp.MustCompile(`(?m)^VmHWM:\s+(\d+) kB$`)

// held returns how many bytes of memory a running process has held at most, 0 where the
// system does not say. The usage of a process that has ended would do, if Linux did not
// count what its parent held when it was started: here, an endpoint with all stacks.
func held(pid int) int64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	found := heldLine.FindSubmatch(text)
	if found == nil {
		return 0
	}
	kilobytes, err := strconv.ParseInt(string(found[1]), 10, 64)
	if err != nil {
		return 0
	}
	return kilobytes << 10
}

// follow returns a function that says how much memory a process has held, when it
// has ended.
func follow(pid int) func() int64 {
	ended, most := make(chan struct{}), make(chan int64)
	go func() {
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		var peak int64
		for {
			select {
			case <-tick.C:
				peak = max(peak, held(pid))
			case <-ended:
				most <- peak
				return
			}
		}
	}()
	return func() int64 {
		close(ended)
		return <-most
	}
}
