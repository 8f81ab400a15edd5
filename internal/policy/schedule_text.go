package policy

import "github.com/smgen/smgen/internal/diag"

func misread() Rule {
	return Rule{
		ID:       "SM304",
		Title:    "a schedule means what it looks like",
		Severity: diag.Warning,
		Doc: `Some expressions are right for AWS, and mean something else than they look like, or than
the cron of Unix would make of them: the number of a day of the week counts from 1, which is
Sunday; a * in the minutes is each minute of the hour; a step that does not divide the hour or
the day begins anew with each.`,
		Good:  "schedule: expression: \"cron(0 2 ? * MON-FRI *)\"",
		Bad:   "schedule: expression: \"cron(0 2 ? * 1-5 *)\"",
		Check: func(p *Pass) { p.warnings(true) },
	}
}

func undocumented() Rule {
	return Rule{
		ID:       "SM306",
		Title:    "a schedule uses what AWS documents",
		Severity: diag.Warning,
		Doc: `AWS takes some expressions that its documentation does not explain, such as ranges
that run past the end of a field, LW, and L inside a list. What they mean here is the likely
reading; another way to write the same is certain.`,
		Good:  "schedule: expression: \"cron(0 2 ? * FRI-SAT,SUN-MON *)\"",
		Bad:   "schedule: expression: \"cron(0 2 ? * FRI-MON *)\"",
		Check: func(p *Pass) { p.warnings(false) },
	}
}

// warnings reports what reading the expression warns of, one kind of it.
func (p *Pass) warnings(habit bool) {
	if table := p.times(); table != nil {
		for _, w := range table.Expression.Warnings() {
			if w.Habit == habit {
				p.reportSchedule("expression", w.Message, w.Help)
			}
		}
	}
}
