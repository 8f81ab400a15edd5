package output

// Printable returns what a user wrote for a line on a terminal, as findings have
// it: control characters, line breaks among them, and characters that reorder or
// hide text stand as escapes, bytes that are no text as U+FFFD.
func Printable(s string) string { return printable(s) }
