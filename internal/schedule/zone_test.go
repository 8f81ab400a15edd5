package schedule_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/smgen/smgen/internal/schedule"
)

func TestLoadLocation(t *testing.T) {
	file, err := os.ReadFile("zones_gen.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(string(file), "\n")
	names := append(strings.Fields(list), "UTC")
	if len(names) < 500 {
		t.Fatalf("the list has %d names, want the whole database", len(names))
	}
	for _, name := range names {
		loc, err := schedule.LoadLocation(name)
		if err != nil || loc.String() != name {
			t.Errorf("LoadLocation(%q) = %v, %v", name, loc, err)
		}
	}
	if loc, _ := schedule.LoadLocation("UTC"); loc != time.UTC {
		t.Error("UTC is another location than time.UTC")
	}
}

func TestLoadLocationErrors(t *testing.T) {
	const (
		offset = " is an offset, which knows no daylight saving time; use the name of a place, such as Europe/Berlin"
		short  = " is an abbreviation, which is ambiguous; use the name of a place: write "
	)
	for given, want := range map[string]string{
		"":                 "the time zone is empty; use a name such as Europe/Berlin, or UTC",
		"Local":            `time zone "Local" is not an IANA name; use a name such as Europe/Berlin, or UTC`,
		"Japan":            `time zone "Japan" is not an IANA name; use a name such as Europe/Berlin, or UTC`,
		"US":               `time zone "US" is not an IANA name; use a name such as Europe/Berlin, or UTC`,
		"../etc/passwd":    `time zone "../etc/passwd" is not an IANA name; use a name such as Europe/Berlin, or UTC`,
		"utc":              `time zone "utc" is not an IANA name; write UTC`,
		"UTC+1":            `time zone "UTC+1"` + offset + "; for a fixed offset write Etc/GMT-1",
		"GMT-0500":         `time zone "GMT-0500"` + offset + "; for a fixed offset write Etc/GMT+5",
		"+05:30":           `time zone "+05:30"` + offset,
		"EST":              `time zone "EST"` + short + "America/New_York",
		"cet":              `time zone "cet"` + short + "Europe/Berlin",
		"berlin":           `time zone "berlin" is not an IANA name; write Europe/Berlin`,
		"New York":         `time zone "New York" is not an IANA name; write America/New_York`,
		"europe/berlin":    `time zone "europe/berlin" is not an IANA name; write Europe/Berlin`,
		"Europe/Berlln":    `time zone "Europe/Berlln" is not an IANA name; write Europe/Berlin`,
		"America/New_Yrok": `time zone "America/New_Yrok" is not an IANA name; write America/New_York`,
		"Europe/Xanadu":    `time zone "Europe/Xanadu" is not an IANA name; use a name such as Europe/Berlin, or UTC`,
	} {
		_, err := schedule.LoadLocation(given)
		if got := message(t, err); got != want {
			t.Errorf("LoadLocation(%q):\n got %s\nwant %s", given, got, want)
		}
	}
}
