package request

import (
	"regexp"
	"testing"
)

func TestBroken(t *testing.T) {
	for _, pattern := range []string{
		"loss=([0-9.]+)", `\(loss\)=(.*?);`, "[]a]+", "[^]]", `[\]]`, "(?:a|b)?", "a+?", `\Q(\E`, "(?P<v>x)", "(?<=a)b", "", `(a)\1`, "a{2,}", "a]", "(?i)loss", "(?x)a # (", "é+",
	} {
		if got := broken(pattern); got != "" {
			t.Errorf("%q: %s", pattern, got)
		}
	}
	for pattern, want := range map[string]string{
		"loss=([0-9.]+": "a parenthesis is not closed",
		"loss=[0-9.]+)": "a parenthesis is closed that was not opened",
		"loss=([0-9.+)": "a bracket is not closed",
		"[]":            "a bracket is not closed",
		`loss=\`:        "it ends with a backslash",
		"*loss":         "* has nothing before it to repeat",
		"(+)":           "+ has nothing before it to repeat",
		"a|?":           "? has nothing before it to repeat",
	} {
		if got := broken(pattern); got != want {
			t.Errorf("%q: %q, want %q", pattern, got, want)
		}
	}
}

// FuzzBroken holds that no expression that Go takes is called broken.
func FuzzBroken(f *testing.F) {
	for _, seed := range []string{"loss=([0-9.]+)", "[]a]", `\Q(\E`, "(?:a)*?", "(|a)", "^*"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, pattern string) {
		if _, err := regexp.Compile(pattern); err == nil && broken(pattern) != "" {
			t.Errorf("%q: %s", pattern, broken(pattern))
		}
	})
}
