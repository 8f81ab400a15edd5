package compile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/policy"
)

// overlaps finds jobs that get into each other's way without being the same. Texts
// that begin alike are neighbours when sorted, so that each is compared with few
// others, however many there are.
func (h *holds) overlaps() []diag.Diagnostic {
	byText := func(a, b hold) int {
		return cmp.Or(strings.Compare(a.text, b.text), strings.Compare(a.dir, b.dir), strings.Compare(a.path, b.path))
	}
	slices.SortFunc(h.prefixes, byText)
	slices.SortFunc(h.writes, byText)
	slices.SortFunc(h.reads, func(a, b hold) int { return cmp.Or(strings.Compare(a.dir, b.dir), byText(a, b)) })
	var diags []diag.Diagnostic
	for _, short := range h.prefixes {
		if long, found := within(h.prefixes, short.text, short.text, func(hold) bool { return true }); found {
			diags = append(diags, short.begins(long))
		}
	}
	for i, read := range h.reads {
		if write, found := within(h.writes, read.text, read.meant(), read.isDisturbedBy); found {
			diags = append(diags, read.disturbed(write))
		} else if other, found := read.mixed(h.reads[i+1:]); found {
			diags = append(diags, read.finding(policy.SharedPlace, other,
				fmt.Sprintf("the channel reads every object that begins with s3://%s, and so those of s3://%s, which %s reads on its own", read.text, other.text, other.seenFrom(read)),
				read.narrower(other)))
		}
	}
	return diags
}

// within returns the first of a list, sorted by text, whose text begins with a given
// one and that counts. Those with the text to skip, of which there may be many, are
// not asked.
func within(list []hold, text, skip string, counts func(hold) bool) (hold, bool) {
	at := func(text string) int {
		i, _ := slices.BinarySearchFunc(list, text, func(h hold, text string) int { return strings.Compare(h.text, text) })
		return i
	}
	for i := at(text); i < len(list) && strings.HasPrefix(list[i].text, text); i++ {
		switch {
		case list[i].text == skip:
			i = at(skip+"\x00") - 1
		case counts(list[i]):
			return list[i], true
		}
	}
	return hold{}, false
}

func (h hold) begins(long hold) diag.Diagnostic {
	return h.finding(policy.SharedPrefix, long,
		fmt.Sprintf("the names of this job's training jobs, %s-…, begin those of %s, %s-…: its roles may act on them, too", h.prefix, long.seenFrom(h), long.prefix),
		fmt.Sprintf("give it a prefix that begins no other: trainingJobNamePrefix: %q", strings.TrimRight(h.prefix[:min(len(h.prefix), 21)], "-")+"-main"))
}

// mixed returns the first of the channels after it, in the order of stacks and
// texts, that names a place of its own which this channel reads, too, for want of
// a slash.
func (h hold) mixed(after []hold) (hold, bool) {
	for _, other := range after {
		rest, below := strings.CutPrefix(other.text, h.text)
		if other.dir != h.dir || !below {
			break
		}
		if !h.own && !other.own && h.goesOn(rest) {
			return other, true
		}
	}
	return hold{}, false
}

// goesOn reports whether the rest of another text goes on within the last name of
// this one, as in train and train-test.
func (h hold) goesOn(rest string) bool {
	return !strings.HasSuffix(h.text, "/") && rest != "" && rest[0] != '/'
}

// disturbed is the finding about what somebody writes below what the job reads.
func (h hold) disturbed(write hold) diag.Diagnostic {
	if h.own {
		return h.finding(policy.SharedPlace, write,
			fmt.Sprintf("each run starts with all that lies below s3://%s as its checkpoints, and deletes there what it does not keep; %s writes to s3://%s", h.text, write.seenFrom(h), write.text),
			"give the checkpoints a place of their own")
	}
	return h.finding(policy.SharedPlace, write,
		fmt.Sprintf("the channel reads every object that begins with s3://%s, and so what %s writes to s3://%s", h.text, write.seenFrom(h), write.text),
		h.narrower(write))
}

// meant is the text of what others may write for the job to read: exactly what a
// channel names. There is no such thing for checkpoints.
func (h hold) meant() string {
	if h.own {
		return ""
	}
	return directory(h.text)
}

// isDisturbedBy reports whether what is written below what the job reads was not
// written for it.
func (h hold) isDisturbedBy(write hold) bool {
	if h.own {
		return h.path != write.path || h.dir != write.dir
	}
	return h.waits == "" || h.waits != write.prefix && (h.waits != write.job || h.dir != write.dir)
}

// narrower says how to read less.
func (h hold) narrower(other hold) string {
	if h.goesOn(strings.TrimPrefix(other.text, h.text)) {
		return fmt.Sprintf("end it with a slash, which reads the one directory: %q", "s3://"+h.text+"/")
	}
	return "read a narrower place, or write elsewhere: such as s3://bucket/data/ beside s3://bucket/models/"
}

// seenFrom says whose it is, to the people of another job.
func (h hold) seenFrom(other hold) string {
	switch {
	case h.dir != other.dir:
		return h.String()
	case h.job != other.job:
		return h.job
	}
	return "the job itself"
}

func (h hold) finding(rule string, other hold, message, help string) diag.Diagnostic {
	return diag.Diagnostic{
		Rule: rule, Severity: h.severity, Waiver: h.waiver, Pos: h.pos, Path: h.path, Message: message, Help: help,
		Related: []diag.Related{{Pos: other.pos, Message: "the other"}},
	}
}
