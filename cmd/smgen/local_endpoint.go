package main

import (
	"context"

	"github.com/smgen/smgen/internal/localcfn"
)

// startLocal serves a local endpoint, with its state in a directory, on a free port
// of this machine and within this process, until stop is called. The endpoint is
// its URL.
func startLocal(dir string) (endpoint string, stop func() error, err error) {
	server, err := localcfn.New(localcfn.Options{Dir: dir, Durable: true})
	if err != nil {
		return "", nil, err
	}
	listener, err := localcfn.Listen("127.0.0.1:0")
	if err != nil {
		_ = server.Close()
		return "", nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- serveLocal(ctx, server, listener) }()
	stop = func() error {
		cancel()
		return <-done
	}
	return "http://" + listener.Addr().String(), stop, nil
}
