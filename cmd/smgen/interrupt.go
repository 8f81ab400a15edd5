package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"
)

// interruptible returns a context that the first signal cancels: it asks. The second
// one ends the program at once, after its last words.
func interruptible(stderr io.Writer, last *lastWords) (context.Context, func()) {
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		<-signals
		cancel()
		<-signals
		if text := last.say(); text != "" {
			fmt.Fprintf(stderr, "\nsmgen: %s\n", text)
		}
		os.Exit(exitInterrupted)
	}()
	return ctx, func() {
		signal.Stop(signals)
		cancel()
	}
}

// lastWords are what is said when the program ends at once: what goes on without it.
// Nil says nothing.
type lastWords struct {
	mu    sync.Mutex
	words func() string
}

// set says what is said from now on.
func (l *lastWords) set(words func() string) {
	if l == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.words = words
}

func (l *lastWords) say() string {
	if l == nil {
		return ""
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.words == nil {
		return ""
	}
	return l.words()
}
