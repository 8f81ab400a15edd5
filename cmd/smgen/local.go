package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/smgen/smgen/internal/localcfn"
)

// localOptions are what the command takes.
type localOptions struct {
	env            environment
	addr, dir      string
	latency, step  time.Duration
	callsPerSecond float64
	throttle       percent
	fail           []string
}

func newLocalCmd(env environment) *cobra.Command {
	o := &localOptions{env: env}
	cmd := &cobra.Command{
		Use:   "local",
		Short: "Run a CloudFormation endpoint on this machine",
		Long: `local runs a CloudFormation endpoint on this machine, with as much of S3 and STS
as a deployment needs: to try a deployment without an AWS account. It makes no real
resource, and takes no real credentials. smgen, the AWS SDKs and the AWS CLI use it
if the environment variables say so that it prints when it starts.

Stacks stay in a directory, and what was under way goes on when it starts again.
The directory is .smgen/local in the repository of specs; git does not see it.

It can be told to fail as AWS does: to throttle a part of the calls, and to fail
resources when they are created or updated.`,
		Example: `  smgen local
  smgen local --addr 127.0.0.1:0 --dir build/cloudformation
  smgen local --throttle 10% --fail NightlySchedule`,
		Args: atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runLocal(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.addr, "addr", "127.0.0.1:4566", "address to listen on, of this machine alone; port 0 is a free one")
	f.StringVar(&o.dir, "dir", "", "directory of the state (default .smgen/local)")
	f.DurationVar(&o.step, "step", 50*time.Millisecond, "how long the work on one resource takes")
	f.DurationVar(&o.latency, "latency", 0, "time that is added to each call")
	f.Float64Var(&o.callsPerSecond, "calls-per-second", 0, "throttle CloudFormation calls above this rate, in each account and region (default no limit)")
	f.Var(&o.throttle, "throttle", "part of the CloudFormation calls that is throttled, such as 10%")
	f.StringSliceVar(&o.fail, "fail", nil, "logical ID of a resource that fails when it is created or updated; may be repeated")
	return cmd
}

func runLocal(ctx context.Context, o *localOptions) error {
	if o.step < 0 || o.latency < 0 || !(o.callsPerSecond >= 0) {
		return errors.New("--step, --latency and --calls-per-second want nothing below 0; leave out what is not needed")
	}
	dir, err := o.directory()
	if err != nil {
		return err
	}
	server, err := localcfn.New(localcfn.Options{
		Dir: dir, Durable: true, Faults: o.faults(), Step: o.step, Latency: o.latency, CallsPerSecond: o.callsPerSecond,
	})
	if err != nil {
		return err
	}
	listener, err := localcfn.Listen(o.addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		err = fmt.Errorf("%s is in use; stop what listens there, or choose another address with --addr", o.addr)
	}
	if err != nil {
		return errors.Join(err, server.Close())
	}
	fmt.Fprintf(o.env.stderr, `CloudFormation is at http://%s, its state in %s
To use it, in another terminal:

  export AWS_ENDPOINT_URL=http://%s
  export AWS_ACCESS_KEY_ID=LOCAL123456789012 AWS_SECRET_ACCESS_KEY=local

The key's digits are the account. Ctrl-C stops it.
`, listener.Addr(), dir, listener.Addr())
	return serveLocal(ctx, server, listener)
}

// directory returns the directory of the state.
func (o *localOptions) directory() (string, error) {
	if o.dir != "" {
		return o.env.absolute(o.dir)
	}
	wd, err := o.env.getwd()
	if err != nil {
		return "", fmt.Errorf("find the working directory: %w", err)
	}
	return localDir(wd)
}

func (o *localOptions) faults() *localcfn.Faults {
	faults := &localcfn.Faults{}
	faults.Throttle(float64(o.throttle)/100, uint64(time.Now().UnixNano()))
	for _, id := range o.fail {
		for _, do := range []localcfn.Do{localcfn.Create, localcfn.Update} {
			faults.FailResource(localcfn.ResourceFault{LogicalID: id, Do: do})
		}
	}
	return faults
}

// localDir returns the directory of a local endpoint's state: .smgen/local in the
// repository of specs around a directory, or in the directory itself. It keeps git
// from seeing what is in it.
func localDir(wd string) (string, error) {
	root := wd
	for dir := wd; ; dir = filepath.Dir(dir) {
		if info, err := os.Stat(filepath.Join(dir, "cue.mod")); err == nil && info.IsDir() {
			root = dir
			break
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	dir := filepath.Join(root, ".smgen", "local")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("create the directory of state: %w", err)
	}
	ignore := filepath.Join(root, ".smgen", ".gitignore")
	if _, err := os.Stat(ignore); err == nil {
		return dir, nil
	}
	return dir, os.WriteFile(ignore, []byte("*\n"), 0o644)
}

// serveLocal serves an endpoint until the context ends, and closes both.
func serveLocal(ctx context.Context, server *localcfn.Server, listener net.Listener) error {
	h := &http.Server{Handler: server, ReadHeaderTimeout: 10 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- h.Serve(listener) }()
	var err error
	select {
	case err = <-failed:
	case <-ctx.Done():
	}
	// Requests that are under way get a moment; steps of operations are resumed.
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	_ = h.Shutdown(last)
	return errors.Join(err, server.Close())
}

// percent is a flag that takes a part of a hundred.
type percent float64

func (p *percent) Type() string   { return "percent" }
func (p *percent) String() string { return strconv.FormatFloat(float64(*p), 'f', -1, 64) + "%" }

func (p *percent) Set(value string) error {
	n, err := strconv.ParseFloat(strings.TrimSuffix(value, "%"), 64)
	if err != nil || n < 0 || n > 100 {
		return errors.New("want a part of a hundred such as 10%")
	}
	*p = percent(n)
	return nil
}
