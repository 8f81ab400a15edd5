package localcfn_test

import (
	"bufio"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"github.com/smgen/smgen/internal/localcfn"
)

// TestMain makes the test's program an endpoint of its own, if a directory is
// given.
func TestMain(m *testing.M) {
	if dir := os.Getenv("LOCALCFN_TEST_DIR"); dir != "" {
		fmt.Fprintln(os.Stderr, serveForever(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func serveForever(dir string) error {
	server, err := localcfn.New(localcfn.Options{Dir: dir, Step: 3 * time.Millisecond})
	if err != nil {
		return err
	}
	listener, err := localcfn.Listen("127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(listener.Addr())
	return http.Serve(listener, server)
}

// start runs an endpoint as a process, and returns clients of it.
func start(t *testing.T, dir string) (*local, *exec.Cmd) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), "LOCALCFN_TEST_DIR="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	addr, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return clients(t, nil, "http://"+strings.TrimSpace(addr), "LOCAL123456789012", "eu-central-1"), cmd
}

// many is a template with a chain of queues.
func many(n int, timeout string) string {
	var b strings.Builder
	b.WriteString(`{"Resources": {`)
	for i := range n {
		if i > 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, `"Queue%02d": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": %s}}`, i, timeout)
	}
	b.WriteString("}}")
	return b.String()
}

func TestKilled(t *testing.T) {
	dir := t.TempDir()
	l, cmd := start(t, dir)
	kill := func() {
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()
		l, cmd = start(t, dir)
	}
	set := l.propose("stack", many(12, "30"), types.ChangeSetTypeCreate)
	if _, err := l.cfn.ExecuteChangeSet(l.ctx(), &cloudformation.ExecuteChangeSetInput{ChangeSetName: set.ChangeSetId}); err != nil {
		t.Fatal(err)
	}
	for i := range 4 {
		time.Sleep(time.Duration(i*7) * time.Millisecond)
		kill()
	}
	want(t, l.settled("stack"), types.StackStatusCreateComplete)
	id := *set.StackId
	events := l.events(id)
	seen := map[string]int{}
	for _, e := range events {
		seen[*e.LogicalResourceId+" "+string(e.ResourceStatus)]++
	}
	for i := range 12 {
		if got := seen[fmt.Sprintf("Queue%02d CREATE_COMPLETE", i)]; got != 1 {
			t.Errorf("queue %d was created %d times", i, got)
		}
	}

	set = l.propose("stack", many(12, "60"), types.ChangeSetTypeUpdate)
	if _, err := l.cfn.ExecuteChangeSet(l.ctx(), &cloudformation.ExecuteChangeSetInput{ChangeSetName: set.ChangeSetId, ClientRequestToken: aws.String("once")}); err != nil {
		t.Fatal(err)
	}
	kill()
	if _, err := l.cfn.ExecuteChangeSet(l.ctx(), &cloudformation.ExecuteChangeSetInput{ChangeSetName: set.ChangeSetId, ClientRequestToken: aws.String("once")}); err != nil {
		t.Error("the same request again:", err)
	}
	want(t, l.settled("stack"), types.StackStatusUpdateComplete)
	if _, err := l.cfn.DeleteStack(l.ctx(), &cloudformation.DeleteStackInput{StackName: &id}); err != nil {
		t.Fatal(err)
	}
	kill()
	want(t, l.settled(id), types.StackStatusDeleteComplete)
}

// events returns all events of a stack, the newest first.
func (l *local) events(stack string) []types.StackEvent {
	l.t.Helper()
	var list []types.StackEvent
	pages := cloudformation.NewDescribeStackEventsPaginator(l.cfn, &cloudformation.DescribeStackEventsInput{StackName: &stack})
	for pages.HasMorePages() {
		page, err := pages.NextPage(l.ctx())
		if err != nil {
			l.t.Fatal(err)
		}
		list = append(list, page.StackEvents...)
	}
	return list
}

func TestOneProcessAtATime(t *testing.T) {
	dir := t.TempDir()
	start(t, dir)
	_, err := localcfn.New(localcfn.Options{Dir: dir})
	if err == nil || !strings.Contains(err.Error(), dir) || !strings.Contains(err.Error(), "in use") {
		t.Error(err)
	}
}
