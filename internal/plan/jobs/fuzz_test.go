package jobs_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/smgen/smgen/internal/plan/jobs"
)

func printable(text string) bool {
	return text != "" && !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsGraphic(r) || r != ' ' && unicode.IsSpace(r) })
}

// FuzzText puts text where users write text: all of it stays on its line.
func FuzzText(f *testing.F) {
	f.Add("epochs", "10", "20")
	f.Add("a\nb", "\u2028", "\u202e → \x00")
	f.Add("", strings.Repeat("x", 200)+"a", strings.Repeat("x", 200)+"b")
	f.Add("api_key", "hunter2", "hunter3")
	request := func(name, value string) map[string]any {
		return map[string]any{
			"TrainingJobName": "train-<aws.scheduler.execution-id>", "HyperParameters": map[string]any{name: value},
			"Tags":                   []any{map[string]any{"Key": name, "Value": value}},
			"InputDataConfig":        []any{map[string]any{"ChannelName": name, "DataSource": map[string]any{"S3DataSource": map[string]any{"S3Uri": value}}}},
			"AlgorithmSpecification": map[string]any{"TrainingImage": value, "MetricDefinitions": []any{map[string]any{"Name": name, "Regex": value}}},
			"ResourceConfig":         map[string]any{"InstanceType": value, "InstanceCount": value, "VolumeSizeInGB": value},
		}
	}
	f.Fuzz(func(t *testing.T, name, before, after string) {
		if strings.ContainsAny(name+before+after, "<>\uE000\uE001\ufffd") || !utf8.ValidString(name+before+after) {
			return // a schedule fills these in, or they cannot stand in a template
		}
		c := jobs.Compare(sent(t, jobs.Scheduler, request(name, before)), sent(t, jobs.Scheduler, request(name, after)), options)
		if (len(c.Jobs) == 0) != (before == after) {
			t.Errorf("%q and %q: %v", before, after, lines(c))
		}
		for _, text := range lines(c) {
			if !printable(text) {
				t.Errorf("%q is not one line of printable text", text)
			}
		}
	})
}
