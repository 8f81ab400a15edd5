package schedule

import "strings"

// bareText is the error for a text without parentheses.
func bareText(text string) *SyntaxError {
	if name, ok := strings.CutPrefix(text, "@"); ok {
		return nickname(text, name)
	}
	err := fault("", "", "%q is not a schedule expression", text).orElse("use " + forms(Rule))
	word, rest, _ := strings.Cut(text, " ")
	switch fields := strings.Split(text, " "); {
	case strings.EqualFold(word, "cron"), strings.EqualFold(word, "rate"), strings.EqualFold(word, "at"):
		err.mend(strings.ToLower(word) + "(" + rest + ")")
	case len(fields) == 5:
		err.mend(fromFiveFields(fields))
	default:
		err.mend("cron("+text+")", "rate("+text+")", "at("+text+")")
	}
	return err
}

// nickname is the error for a nickname of Unix cron, such as @daily.
func nickname(text, name string) *SyntaxError {
	err := fault("", "", "%q is a nickname of Unix cron, which AWS does not know", text)
	switch strings.ToLower(name) {
	case "hourly":
		return err.mend("cron(0 * * * ? *)")
	case "daily", "midnight":
		return err.mend("cron(0 0 * * ? *)")
	case "weekly":
		return err.mend("cron(0 0 ? * SUN *)")
	case "monthly":
		return err.mend("cron(0 0 1 * ? *)")
	case "yearly", "annually":
		return err.mend("cron(0 0 1 1 ? *)")
	}
	err.Help = "use cron(0 2 * * ? *) or rate(1 day)"
	return err
}

// fieldCount is the error for a cron expression without exactly six fields.
func fieldCount(fields []string) *SyntaxError {
	err := fault("", "", "cron takes six fields (minutes, hours, day of month, month, day of week, year), not %d", len(fields))
	switch len(fields) {
	case 5:
		err.Help = "Unix cron has five"
		if guess := fromFiveFields(fields); guess != "" {
			return err.mend(guess)
		}
		err.Help = "Unix cron runs when either of two given days matches, AWS wants ? for one of them: write a schedule for each"
	case 7:
		err.Help = "there is no field for seconds"
		err.mend("cron(" + strings.Join(fields[1:], " ") + ")")
	default:
		err.Help = "write all of them, such as cron(0 2 * * ? *)"
	}
	return err
}

// fromFiveFields returns what five fields most likely mean: Unix cron, or the
// cron of AWS without its year. It returns "" for Unix cron that gives both
// kinds of days, which AWS cannot express in one schedule.
func fromFiveFields(fields []string) string {
	minutes, hours, dom, month, dow := fields[0], fields[1], fields[2], fields[3], fields[4]
	if !strings.ContainsAny(dom+dow, "?#Ll") && !strings.ContainsAny(dom, "Ww") {
		dow = unixDays(dow)
		switch {
		case dow == "*":
			dow = "?"
		case dom == "*":
			dom = "?"
		default:
			return ""
		}
	}
	return "cron(" + strings.Join([]string{minutes, hours, dom, month, dow, "*"}, " ") + ")"
}

// unixDays rewrites the day numbers of Unix, where both 0 and 7 are Sunday,
// into names.
func unixDays(field string) string {
	names := strings.NewReplacer(
		"0", "SUN", "1", "MON", "2", "TUE", "3", "WED", "4", "THU", "5", "FRI", "6", "SAT", "7", "SUN",
	).Replace(field)
	// The week of AWS begins with Sunday, and a range cannot end in it.
	return strings.NewReplacer("SAT-SUN", "SAT,SUN", "SUN-SUN", "SUN", "-SUN", "-SAT,SUN").Replace(names)
}
