package compile

import (
	"fmt"
	"testing"
)

func TestSome(t *testing.T) {
	var dirs []string
	for n := 12; n > 0; n-- {
		dirs = append(dirs, fmt.Sprintf("s%02d", n))
	}
	if got, want := some(dirs[:2]), "s11, s12"; got != want {
		t.Errorf("some of two gave %s, want %s", got, want)
	}
	if got, want := some(dirs), "s01, s02, s03, s04, s05, s06, s07, s08, s09, s10 and 2 more"; got != want {
		t.Errorf("some gave %s, want %s", got, want)
	}
}
