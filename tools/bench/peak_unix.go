//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
)

// peak returns how many bytes of memory a process that has ended held at most.
func peak(p *os.ProcessState) int64 {
	usage, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return int64(usage.Maxrss)
	}
	return int64(usage.Maxrss) << 10
}
