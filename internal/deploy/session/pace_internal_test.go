package session

import (
	"context"
	mathrand "math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/time/rate"
)

// service takes so many calls a second, those of one second at once, and throttles
// the others.
type service struct{ limiter *rate.Limiter }

// run makes calls by many workers for some time, each until it is through, and
// returns how many were let through and how many were throttled.
func (s service) run(t *testing.T, p *pace, workers int, span time.Duration) (through, throttled int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), span)
	defer cancel()
	var (
		mu    sync.Mutex
		group sync.WaitGroup
	)
	for range workers {
		group.Go(func() {
			for p.wait(ctx) == nil {
				time.Sleep(50 * time.Millisecond) // the way there and back
				ok := s.limiter.Allow()
				p.learn(!ok)
				mu.Lock()
				if ok {
					through++
				} else {
					throttled++
				}
				mu.Unlock()
			}
		})
	}
	group.Wait()
	return through, throttled
}

// TestPace holds the pace to what it promises: calls take as long as the rate
// says; where AWS allows less, nearly all of that is used and few calls are
// throttled; and it recovers.
func TestPace(t *testing.T) {
	for _, test := range []struct {
		name    string
		allowed rate.Limit
		workers int
		least   float64 // calls a second that are let through
		most    float64 // part that is throttled
	}{
		{"as stated", 10, 40, 9.8, 0},
		{"more than stated", 100, 40, 9.8, 0},
		{"a half", 5, 40, 4.3, 0.12},
		{"a fifth", 2, 40, 1.7, 0.15},
		{"few workers", 5, 2, 4.3, 0.12},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPace(10, time.Now)
				s := service{rate.NewLimiter(test.allowed, int(test.allowed))}
				s.run(t, p, test.workers, 30*time.Second) // to settle
				const span = 200 * time.Second
				through, throttled := s.run(t, p, test.workers, span)
				if got := float64(through) / span.Seconds(); got < test.least {
					t.Errorf("%.2f calls a second are let through, want %.2f", got, test.least)
				}
				if got := float64(throttled) / float64(through+throttled); got > test.most {
					t.Errorf("%.2f of the calls are throttled, want at most %.2f", got, test.most)
				}
				// Whoever else used the account has finished.
				s.limiter.SetLimit(100)
				s.run(t, p, test.workers, 40*time.Second)
				if got := p.limiter.Limit(); got != 10 {
					t.Errorf("40 seconds after the last throttled call, the pace is %.2f calls a second, want 10", got)
				}
			})
		})
	}
}

// TestPaceNoHelp does not slow down for what has nothing to do with the pace.
func TestPaceNoHelp(t *testing.T) {
	for seed := range uint64(30) {
		part := []float64{0.2, 0.5, 0.7}[seed%3]
		synctest.Test(t, func(t *testing.T) {
			p, random := newPace(10, time.Now), mathrand.New(mathrand.NewPCG(seed, 2))
			begin, calls := time.Now(), 2000
			for range calls {
				if err := p.wait(t.Context()); err != nil {
					t.Fatal(err)
				}
				p.learn(random.Float64() < part)
			}
			if got := float64(calls) / time.Since(begin).Seconds(); got < 6 {
				t.Errorf("%d: with %.0f %% throttled whatever the pace, it is %.1f calls a second, want nearly 10", seed, 100*part, got)
			}
		})
	}
}

// TestPaceTolerates takes few throttled calls for noise, and never stops.
func TestPaceTolerates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPace(10, time.Now)
		for i := range 1000 {
			if err := p.wait(t.Context()); err != nil {
				t.Fatal(err)
			}
			p.learn(i%20 == 0)
		}
		if got := p.limiter.Limit(); got != 10 {
			t.Errorf("with a throttled call in 20, the pace is %.2f calls a second, want 10", got)
		}
		for range 100 {
			if err := p.wait(t.Context()); err != nil {
				t.Fatal(err)
			}
			p.learn(true)
		}
		if got := p.limiter.Limit(); got != slowest {
			t.Errorf("with all calls throttled, the pace is %.2f calls a second, want %d", got, slowest)
		}
	})
}

// TestPaceDeadline expects an error that says what it is where a turn would come
// too late.
func TestPaceDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPace(1, time.Now)
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		if err := p.wait(ctx); err != nil {
			t.Fatal(err)
		}
		if got := Reason(p.wait(ctx)); got != "AWS did not answer in time" {
			t.Errorf("the reason is %q", got)
		}
		cancel()
		if got := Explain(p.wait(ctx)); got == nil || context.Cause(ctx) != context.Canceled {
			t.Errorf("after an interrupt: %v", got)
		}
	})
}
