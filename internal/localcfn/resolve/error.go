package resolve

import "fmt"

// Error is what is wrong with a template, in CloudFormation's words.
type Error struct{ Message string }

// Error returns the message.
func (e *Error) Error() string { return e.Message }

func wrong(format string, args ...any) error { return &Error{fmt.Sprintf(format, args...)} }
