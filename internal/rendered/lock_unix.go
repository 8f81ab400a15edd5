//go:build unix

package rendered

import (
	"fmt"
	"os"
	"syscall"
)

// lock waits until no other program commits to dir, and keeps others waiting
// until the lock is released. A program that dies releases it.
func lock(dir string) (release func() error, err error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, fmt.Errorf("lock the directory of rendered templates: %w", err)
	}
	// Some network file systems know no locks; there, one program writes to a
	// directory at a time.
	for syscall.Flock(int(f.Fd()), syscall.LOCK_EX) == syscall.EINTR {
	}
	return f.Close, nil
}
