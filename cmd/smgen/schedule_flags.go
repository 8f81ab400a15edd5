package main

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/smgen/smgen/internal/preview"
	"github.com/smgen/smgen/internal/schedule"
)

// howMany is a flag that takes a number of things to show.
type howMany int

const most = 1000

func (h *howMany) Type() string   { return "number" }
func (h *howMany) String() string { return strconv.Itoa(int(*h)) }

func (h *howMany) Set(value string) error {
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 || n > most {
		return fmt.Errorf("want a whole number from 1 to %d", most)
	}
	*h = howMany(n)
	return nil
}

// zone is a flag that takes the IANA name of a time zone.
type zone struct{ *time.Location }

func (z *zone) Type() string { return "zone" }

func (z *zone) String() string {
	if z.Location == nil {
		return ""
	}
	return z.Location.String()
}

func (z *zone) Set(value string) error {
	loc, err := schedule.LoadLocation(value)
	if err != nil {
		return err
	}
	z.Location = loc
	return nil
}

// since is a flag that takes a time or a day.
type since struct{ preview.Since }

func (s *since) Type() string { return "time" }

func (s *since) String() string {
	if s.Time.IsZero() {
		return ""
	}
	return s.Since.String()
}

func (s *since) Set(value string) error {
	if day, err := time.Parse(time.DateOnly, value); err == nil {
		s.Since = preview.Since{Time: day, Day: true}
		return nil
	}
	t, err := time.Parse(time.RFC3339, value)
	if err != nil {
		return errors.New("want a time such as 2027-01-31T00:00:00Z, or a day such as 2027-01-31")
	}
	s.Since = preview.Since{Time: t}
	return nil
}
