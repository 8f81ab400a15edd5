package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/smgen/smgen/internal/localcfn"
)

// What the endpoint that deployments are measured against adds to each call, and how
// many calls a second it answers. AWS does not publish its limits.
const (
	latency   = 50 * time.Millisecond
	callsPerS = 10
)

// deployment is what one run of deploy took, and asked.
type deployment struct {
	usage
	// answered are the calls of CloudFormation that were not throttled, throttled the
	// others, and about those that named a stack.
	answered, throttled, about int
}

// deployments are the runs on one set of stacks, in their order: all are new, none
// changes, one changes.
type deployments struct {
	stacks                 int
	create, again, changed deployment
}

// measureDeploy deploys n stacks to an endpoint of this process.
func (b *bench) measureDeploy(n int, progress io.Writer) (d *deployments, err error) {
	if err := writeSpecs(b.specs(n), n); err != nil {
		return nil, err
	}
	server, err := localcfn.New(localcfn.Options{Dir: filepath.Join(b.dir, "endpoint"), Latency: latency, CallsPerSecond: callsPerS})
	if err != nil {
		return nil, fmt.Errorf("open the endpoint: %w", err)
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	listener, err := localcfn.Listen("127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("open the endpoint: %w", err)
	}
	web := &http.Server{Handler: server, ReadHeaderTimeout: time.Minute}
	go func() { _ = web.Serve(listener) }() // it ends with Close
	defer func() { err = errors.Join(err, web.Close()) }()
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": "http://" + listener.Addr().String(), "AWS_ACCESS_KEY_ID": "LOCAL123456789012", "AWS_SECRET_ACCESS_KEY": "local",
		"AWS_SESSION_TOKEN": "", "AWS_PROFILE": "", "AWS_EC2_METADATA_DISABLED": "true",
	} {
		if err := os.Setenv(name, value); err != nil {
			return nil, err
		}
	}
	d = &deployments{stacks: n}
	for _, run := range []struct {
		what  string
		took  *deployment
		ahead func() error
	}{
		{"all new", &d.create, func() error { return nil }},
		{"unchanged", &d.again, func() error { return nil }},
		{"one changed", &d.changed, func() error { return b.change(n, []string{stackDir(n / 2)}) }},
	} {
		fmt.Fprintf(progress, "deploying %d stacks, %s\n", n, run.what)
		if err := run.ahead(); err != nil {
			return nil, err
		}
		if *run.took, err = b.deploy(n, server); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// deploy deploys all stacks once.
func (b *bench) deploy(n int, server *localcfn.Server) (deployment, error) {
	before := len(server.Calls())
	u, err := b.run(n, "smgen", "deploy", "stacks/...", "--yes", "--allow", "iam", "--rate", fmt.Sprint(callsPerS))
	d := deployment{usage: u}
	for _, call := range server.Calls()[before:] {
		switch {
		case call.Service != "cloudformation":
			continue
		case call.Error == "Throttling":
			d.throttled++
			continue
		case call.Stack != "":
			d.about++
		}
		d.answered++
	}
	return d, err
}

// lines returns the comparisons.
func (d *deployments) lines() []line {
	pace := func(what string, one deployment) line {
		ideal := float64(one.answered) / callsPerS
		return line{
			what:     fmt.Sprintf("wall time, deploy / %d calls at %d a second, %d stacks, %s", one.answered, callsPerS, d.stacks, what),
			measured: seconds(one.wall.Seconds()), reference: seconds(ideal), value: one.wall.Seconds() / ideal, limit: maxPace, show: ratio,
		}
	}
	peak := max(d.create.peak, d.again.peak, d.changed.peak)
	return []line{
		pace("all new", d.create), pace("unchanged", d.again), pace("one changed", d.changed),
		{what: fmt.Sprintf("calls about a stack that does not change, %d stacks", d.stacks), value: float64(d.again.about) / float64(d.stacks), limit: maxCalls, show: ratio},
		{what: fmt.Sprintf("peak memory, deploy, %d stacks", d.stacks), value: float64(peak), limit: maxPeak, show: megabytes},
	}
}
