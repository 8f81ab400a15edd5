package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"strings"

	"golang.org/x/term"
)

// canAsk reports whether somebody is there to answer: the standard input is a
// terminal, and the questions are seen.
func (env environment) canAsk() bool {
	in, ok := env.stdin.(*os.File)
	return ok && term.IsTerminal(int(in.Fd())) && env.isInteractive(env.stderr)
}

// ask asks a question on the terminal, and reports whether the answer is the word
// that is wanted. Whatever else is typed, and the end of the input, is a no.
func (env environment) ask(ctx context.Context, question, want string) (bool, error) {
	fmt.Fprintf(env.stderr, "%s ", question)
	type answer struct {
		text string
		err  error
	}
	given := make(chan answer, 1)
	go func() {
		// Nothing ends a read of a terminal; after an interrupt the program ends.
		text, err := bufio.NewReader(env.stdin).ReadString('\n')
		given <- answer{text, err}
	}()
	select {
	case <-ctx.Done():
		fmt.Fprintln(env.stderr)
		return false, ctx.Err()
	case a := <-given:
		if a.err != nil {
			fmt.Fprintln(env.stderr)
		}
		return strings.TrimSpace(a.text) == want, nil
	}
}
