package schedule

import "fmt"

// timeWords are the times of a day in words.
type timeWords struct {
	text string
	// listed tells that the text names each time: at 02:00 and 03:00.
	listed bool
	// roundTheClock tells that it goes on from one day to the next.
	roundTheClock bool
}

// mostListed is how many times are named one by one rather than in another way.
const mostListed = 6

// timeWords says at which times of a day c runs. What repeats evenly is said so;
// then what does in each hour, for one stretch of hours after another; and else
// the minutes and the hours, field by field.
func (c *cron) timeWords() timeWords {
	minutes, hours := c.minutes.values(), c.hours.values()
	var times []int
	for _, hour := range hours {
		for _, minute := range minutes {
			times = append(times, hour*60+minute)
		}
	}
	n, step := len(times), distance(times)
	const day = 24 * 60
	switch {
	case n <= 2:
		return listed(times)
	case step > 0 && times[0] == 0 && step*n == day:
		return timeWords{text: "every " + interval(step), roundTheClock: true}
	case n <= 4:
		return listed(times)
	case step > 0:
		return timeWords{text: fmt.Sprintf("every %s from %s to %s", interval(step), clock(times[0]), clock(times[n-1]))}
	case n <= mostListed, n == len(consecutive(hours)):
		return listed(times)
	}
	if stretches, ok := stretchWords(minutes, hours); ok {
		return stretches
	}
	text := "at minute "
	if len(minutes) > 1 {
		text = "at minutes "
	}
	text += list(spans(consecutive(minutes), "%d")) + " of "
	switch step := distance(hours); {
	case len(hours) == 24:
		return timeWords{text: text + "every hour", roundTheClock: true}
	case step > 1 && len(hours) > 3:
		return timeWords{text: fmt.Sprintf("%severy %s hour from %02d to %02d", text, ordinal(step), hours[0], hours[len(hours)-1])}
	}
	return timeWords{text: text + "the hours " + list(spans(consecutive(hours), "%02d"))}
}

// mostStretches is how many stretches of hours are easy to read.
const mostStretches = 4

// stretchWords says what repeats evenly within stretches of hours, such as every
// 30 minutes from 00:00 to 02:30 and from 20:00 to 23:30; false if the minutes
// are not spread evenly around the hour, or the stretches are many.
func stretchWords(minutes, hours []int) (timeWords, bool) {
	step := 60 / len(minutes)
	if len(minutes) > 1 && distance(minutes) != step || 60%len(minutes) != 0 {
		return timeWords{}, false
	}
	first, last := minutes[0], minutes[len(minutes)-1]
	runs := consecutive(hours)
	if len(runs) > mostStretches {
		return timeWords{}, false
	}
	var stretches []string
	for _, r := range runs {
		from, to := r.first*60+first, r.last*60+last
		if from == to {
			stretches = append(stretches, "at "+clock(from))
			continue
		}
		stretches = append(stretches, "from "+clock(from)+" to "+clock(to))
	}
	return timeWords{text: "every " + interval(step) + " " + list(stretches)}, true
}

func listed(times []int) timeWords {
	var texts []string
	for _, t := range times {
		texts = append(texts, clock(t))
	}
	return timeWords{text: "at " + list(texts), listed: true}
}

// clock writes a minute of the day as a clock shows it.
func clock(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

// interval says a number of minutes, which is a part of an hour or whole hours.
func interval(minutes int) string {
	switch {
	case minutes == 1:
		return "minute"
	case minutes < 60:
		return fmt.Sprintf("%d minutes", minutes)
	case minutes == 60:
		return "hour"
	}
	return fmt.Sprintf("%d hours", minutes/60)
}
