package schedule

import (
	"fmt"
	"strings"
)

// unknown is the error for a text that is not a value of the field.
func (f *field) unknown(text string) *SyntaxError {
	err := fault(f.name, "", "%s %q is not one of %s", f.name, text, f.allowed())
	_, isNumber := number(text, 4)
	switch {
	case text == "":
		err.Message = fmt.Sprintf("%s has an empty item", f.name)
		err.Help = "give a value on both sides of every , - and /"
	case strings.Contains(text, "#"):
		err.Help = "# belongs to the day of week, such as 2#1 for the first Monday"
	case f.name == dowField.name && strings.HasSuffix(text, "W"):
		err.Help = "W belongs to the day of month"
	case strings.Contains(text, "?"):
		err.Help = "? is for the day of month or the day of week, and stands alone"
	case f.name == minuteField.name && text == "60":
		err.Help = "the full hour is minute 0"
	case f.name == hourField.name && text == "24":
		err.Help = "midnight is hour 0"
	case f.name == domField.name && isNumber:
		err.Help = "L is the last day of the month"
	case f.name == domField.name && strings.HasPrefix(text, "L"):
		err.Help = "L stands alone, or as LW"
	case f.name == yearField.name && isNumber && len(text) == 2:
		err.Help = "years have four digits"
	case f.name == dowField.name && text == "0":
		err.Help = "1 is SUN"
	case f.name == dowField.name && isNumber:
		err.Help = "7 is SAT"
	case len(f.names) > 0:
		err.longName(f, text)
	default:
		err.Help = "write numbers, separated by commas"
	}
	return err
}

// allowed describes the values of the field.
func (f *field) allowed() string {
	text := fmt.Sprintf("%d to %d", f.min, f.max)
	if len(f.names) > 0 {
		text += ", " + f.names[0] + " to " + f.names[len(f.names)-1]
	}
	return text
}

// longName helps with names that are written in full, such as MONDAY.
func (e *SyntaxError) longName(f *field, text string) {
	for _, name := range f.names {
		if strings.HasPrefix(text, name) {
			e.Help = "names have three letters, " + name
			return
		}
	}
	e.Help = "the names are " + strings.Join(f.names, ", ")
}

// zeroBased adds to the error of a day of week the guess that its numbers are
// those of Unix, of which a 0 is proof.
func zeroBased(text string, err *SyntaxError) *SyntaxError {
	if strings.Contains(text, "0") && !strings.ContainsAny(text, "89") {
		err.mend(unixDays(text))
	}
	return err
}
