package schedule

import "fmt"

// SyntaxError says what is wrong with a schedule expression or the name of a
// time zone, to the person who wrote it.
type SyntaxError struct {
	// Given is the whole text as it was written.
	Given string
	// Field is the part that is wrong, such as "day of week", "rate" or "time
	// zone"; empty if the text as a whole is.
	Field string
	// Message names what was given and what is allowed, on one line.
	Message string
	// Help is the next step, on one line: an expression to write instead
	// wherever one can be derived.
	Help string

	// mends are guesses at what was meant, likeliest first. Parse turns the
	// first that is itself valid into Help, so that no advice is ever wrong.
	mends []string
	// otherwise is the Help if all guesses fail.
	otherwise string
}

// Error returns the message and the next step on one line.
func (e *SyntaxError) Error() string {
	if e.Help == "" {
		return e.Message
	}
	return e.Message + "; " + e.Help
}

// fault is a SyntaxError in a field, with a hint that stands before whichever
// guess turns out to be valid, and alone if none does.
func fault(field, hint, format string, args ...any) *SyntaxError {
	return &SyntaxError{Field: field, Help: hint, Message: fmt.Sprintf(format, args...)}
}

// mend adds guesses at what was meant.
func (e *SyntaxError) mend(guesses ...string) *SyntaxError {
	e.mends = append(e.mends, guesses...)
	return e
}

// orElse sets the next step for the case that no guess is valid.
func (e *SyntaxError) orElse(step string) *SyntaxError {
	e.otherwise = step
	return e
}

// settle replaces the guesses by the first one that dialect d accepts.
func (e *SyntaxError) settle(d Dialect) {
	step := e.otherwise
	for _, guess := range e.mends {
		if meant, err := parse(guess, d); err == nil {
			step = "write " + meant.text
			break
		}
	}
	e.mends, e.otherwise = nil, ""
	if e.Help != "" && step != "" {
		e.Help += ": "
	}
	e.Help += step
}
