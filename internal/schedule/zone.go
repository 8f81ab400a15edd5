package schedule

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // so that each machine knows each zone
)

//go:generate go run gen_zones.go

//go:embed zones_gen.txt
var zoneFile string

const zoneField = "time zone"

// zoneNames holds the IANA names of the form Area/City, sorted.
var zoneNames = sync.OnceValue(func() []string {
	_, names, _ := strings.Cut(zoneFile, "\n")
	return strings.Fields(names)
})

// locations load each zone of the list, once: a thousand schedules are in few zones.
var locations = sync.OnceValue(func() map[string]func() (*time.Location, error) {
	zones := map[string]func() (*time.Location, error){}
	for _, name := range zoneNames() {
		zones[name] = sync.OnceValues(func() (*time.Location, error) { return time.LoadLocation(name) })
	}
	return zones
})

// Zones returns the names that [LoadLocation] takes, sorted but for UTC, which is
// the first.
func Zones() []string { return append([]string{"UTC"}, zoneNames()...) }

// LoadLocation returns the time zone of an IANA name such as Europe/Berlin, or
// UTC. The error is a [*SyntaxError]: abbreviations (EST), offsets (UTC+1),
// Local and aliases without an area (Japan) are refused, as they depend on the
// machine, have no clock changes, or are ambiguous.
func LoadLocation(name string) (*time.Location, error) {
	if name == "UTC" {
		return time.UTC, nil
	}
	// The list decides, since what else time.LoadLocation finds depends on the
	// machine's own database and file system.
	load, known := locations()[name]
	if !known {
		return nil, unknownZone(name)
	}
	loc, err := load()
	if err != nil {
		return nil, fmt.Errorf("load time zone %s from this machine's database: %w", name, err)
	}
	return loc, nil
}

// unknownZone says why a name is refused and which one may be meant.
func unknownZone(name string) *SyntaxError {
	err := fault(zoneField, "use a name such as Europe/Berlin, or UTC", "time zone %q is not an IANA name", name)
	err.Given = name
	switch {
	case name == "":
		err.Message = "the time zone is empty"
		return err
	case strings.EqualFold(name, "UTC"):
		err.Help = "write UTC"
		return err
	}
	if etc, ok := fixedOffset(name); ok {
		err.Message = fmt.Sprintf("time zone %q is an offset, which knows no daylight saving time", name)
		err.Help = "use the name of a place, such as Europe/Berlin"
		if etc != "" {
			err.Help += "; for a fixed offset write " + etc
		}
		return err
	}
	if place, ok := abbreviation(name); ok {
		err.Message = fmt.Sprintf("time zone %q is an abbreviation, which is ambiguous", name)
		err.Help = "use the name of a place: write " + place
		return err
	}
	if close := closestZone(name); close != "" {
		err.Help = "write " + close
	}
	return err
}

// fixedOffset recognises UTC+1, GMT-05:00 and +02:00, and names the zone of the
// IANA database with that offset, if there is one: for whole hours, and with
// the sign turned round.
func fixedOffset(name string) (etc string, ok bool) {
	rest := strings.TrimPrefix(strings.TrimPrefix(strings.ToUpper(name), "UTC"), "GMT")
	if len(rest) < 2 || rest[0] != '+' && rest[0] != '-' {
		return "", false
	}
	hours, minutes, _ := strings.Cut(rest[1:], ":")
	if len(hours) == 4 {
		hours, minutes = hours[:2], hours[2:]
	}
	n, isNumber := number(hours, 2)
	if !isNumber {
		return "", false
	}
	sign := "-"
	if rest[0] == '-' {
		sign = "+"
	}
	etc = "Etc/GMT" + sign + strconv.Itoa(n)
	if _, known := slices.BinarySearch(zoneNames(), etc); !known || strings.Trim(minutes, "0") != "" {
		return "", true
	}
	return etc, true
}

// abbreviation returns a place for the abbreviations that people use most.
func abbreviation(name string) (place string, ok bool) {
	switch strings.ToUpper(name) {
	case "Z", "ZULU", "GMT", "UCT", "UNIVERSAL":
		return "UTC", true
	case "EST", "EDT", "ET", "EST5EDT":
		return "America/New_York", true
	case "CST", "CDT", "CT", "CST6CDT":
		return "America/Chicago", true
	case "MST", "MDT", "MT", "MST7MDT":
		return "America/Denver", true
	case "PST", "PDT", "PT", "PST8PDT":
		return "America/Los_Angeles", true
	case "CET", "CEST", "MET", "MEZ":
		return "Europe/Berlin", true
	case "BST", "GB":
		return "Europe/London", true
	case "IST":
		return "Asia/Kolkata", true
	case "JST":
		return "Asia/Tokyo", true
	case "SGT":
		return "Asia/Singapore", true
	}
	return "", false
}

// closestZone returns the zone whose name, or whose city if that is all that was
// given, begins most like name; "" if less than half of it agrees.
func closestZone(name string) string {
	given := foldZone(name)
	best, bestLength := "", len(given)/2
	for _, zone := range zoneNames() {
		slash := strings.LastIndex(zone, "/") + 1
		candidate, area := foldZone(zone), slash
		if !strings.Contains(name, "/") {
			candidate, area = foldZone(zone[slash:]), 0
		}
		if candidate == given {
			return zone
		}
		// The area agrees with every city in it, so letters of the city must.
		if n := commonPrefix(given, candidate); n > bestLength && n >= area+3 {
			best, bestLength = zone, n
		}
	}
	return best
}

// foldZone drops what people get wrong: case and the marks between words.
func foldZone(name string) string {
	return strings.NewReplacer("_", "", " ", "", "-", "").Replace(strings.ToLower(name))
}

func commonPrefix(a, b string) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}
