package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
)

func TestStartLocal(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	endpoint, stop, err := startLocal(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := startLocal(dir); err == nil {
		t.Error("two endpoints share a directory")
	}
	r, err := http.Get(endpoint + "/bucket")
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if r.StatusCode != http.StatusForbidden {
		t.Error(r.Status)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if _, err := http.Get(endpoint); err == nil {
		t.Error("it answers after it was stopped")
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Error(info, err)
	}
}

// TestLocal runs the command as somebody would, deploys a stack with a failing
// resource by the SDK, and interrupts it.
func TestLocal(t *testing.T) {
	wd := t.TempDir()
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	read, write := io.Pipe()
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, environment{
			args:   []string{"local", "--addr", "127.0.0.1:0", "--step", "0s", "--fail", "Queue"},
			stdout: write, stderr: write, getwd: func() (string, error) { return wd, nil },
		})
	}()
	said := make([]byte, 2000)
	n, err := read.Read(said)
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`AWS_ENDPOINT_URL=(\S+)\n  export AWS_ACCESS_KEY_ID=(\S+) AWS_SECRET_ACCESS_KEY=(\S+)`).FindSubmatch(said[:n])
	if m == nil {
		t.Fatalf("it says %s", said[:n])
	}
	client := cloudformation.New(cloudformation.Options{
		Region: "eu-central-1", BaseEndpoint: aws.String(string(m[1])),
		Credentials: credentials.NewStaticCredentialsProvider(string(m[2]), string(m[3]), ""),
	})
	stack := aws.String("stack")
	if _, err := client.CreateStack(ctx, &cloudformation.CreateStackInput{
		StackName: stack, TemplateBody: aws.String(`{"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}}`),
	}); err != nil {
		t.Fatal(err)
	}
	for range 500 {
		out, err := client.DescribeStacks(ctx, &cloudformation.DescribeStacksInput{StackName: stack})
		if err != nil {
			t.Fatal(err)
		}
		if out.Stacks[0].StackStatus == "ROLLBACK_COMPLETE" {
			interrupt()
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	select {
	case got := <-code:
		if got != exitOK {
			t.Errorf("exit code %d", got)
		}
	case <-time.After(30 * time.Second):
		t.Fatal("it does not end")
	}
	if _, err := os.Stat(filepath.Join(wd, ".smgen", "local", "state.db")); err != nil {
		t.Error(err)
	}
}

func TestLocalDir(t *testing.T) {
	root := t.TempDir()
	deep := filepath.Join(root, "stacks", "prod")
	for _, dir := range []string{deep, filepath.Join(root, "cue.mod")} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	dir, err := localDir(deep)
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(root, ".smgen", "local"); dir != want {
		t.Errorf("got %s, want %s", dir, want)
	}
	if text, err := os.ReadFile(filepath.Join(root, ".smgen", ".gitignore")); err != nil || string(text) != "*\n" {
		t.Errorf("%q %v", text, err)
	}
}

func TestLocalInUse(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	addr := listener.Addr().String()
	code, _, stderr := smgen(t, t.TempDir(), "local", "--addr", addr)
	if want := "smgen: " + addr + " is in use; stop what listens there, or choose another address with --addr\n"; code != exitFindings || stderr != want {
		t.Errorf("%d %q, want %q", code, stderr, want)
	}
}
