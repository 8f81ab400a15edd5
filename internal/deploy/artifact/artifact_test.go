package artifact_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	cfn "github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/deploy/artifact"
	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/localcfn"
	"github.com/smgen/smgen/internal/template"
)

const (
	account = "123456789012"
	region  = "eu-central-1"
	bucket  = "smgen-123456789012-eu-central-1"
)

// local is an endpoint, and what smgen has of it.
type local struct {
	*session.Clients
	server *localcfn.Server
	faults *localcfn.Faults
	url    string
}

func serve(t *testing.T) *local {
	t.Helper()
	faults := &localcfn.Faults{}
	server, err := localcfn.New(localcfn.Options{Dir: t.TempDir(), Faults: faults})
	if err != nil {
		t.Fatal(err)
	}
	h := httptest.NewServer(server)
	t.Cleanup(func() { h.Close(); server.Close() })
	return &local{as(t, h.URL, account), server, faults, h.URL}
}

func as(t *testing.T, url, account string) *session.Clients {
	t.Helper()
	c, err := session.New(session.Options{Endpoint: url, Local: true, Rate: 1000}).At(t.Context(), session.Place{Account: account, Region: region})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// make makes a bucket, which keeps versions if it is told to.
func (l *local) make(t *testing.T, name string, versioned bool) {
	t.Helper()
	if _, err := l.S3.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: &name, CreateBucketConfiguration: &types.CreateBucketConfiguration{LocationConstraint: region}}); err != nil {
		t.Fatal(err)
	}
	if versioned {
		l.keep(t, name)
	}
}

func (l *local) keep(t *testing.T, name string) {
	t.Helper()
	if _, err := l.S3.PutBucketVersioning(t.Context(), &s3.PutBucketVersioningInput{Bucket: &name, VersioningConfiguration: &types.VersioningConfiguration{Status: types.BucketVersioningStatusEnabled}}); err != nil {
		t.Fatal(err)
	}
}

// put writes what smgen would not.
func (l *local) put(t *testing.T, key, content string) string {
	t.Helper()
	out, err := l.S3.PutObject(t.Context(), &s3.PutObjectInput{Bucket: aws.String(bucket), Key: &key, Body: strings.NewReader(content)})
	if err != nil {
		t.Fatal(err)
	}
	return aws.ToString(out.VersionId)
}

// versions returns the IDs of the versions under a key, the current one first.
func (l *local) versions(t *testing.T, key string) []string {
	t.Helper()
	out, err := l.S3.ListObjectVersions(t.Context(), &s3.ListObjectVersionsInput{Bucket: aws.String(bucket), Prefix: &key})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, v := range out.Versions {
		ids = append(ids, aws.ToString(v.VersionId))
	}
	return ids
}

// count returns how often an action of S3 was called.
func (l *local) count(action string) int {
	n := 0
	for _, c := range l.server.Calls() {
		if c.Service == "s3" && c.Action == action {
			n++
		}
	}
	return n
}

const code = "the launcher"

func sum(text string) string {
	digest := sha256.Sum256([]byte(text))
	return hex.EncodeToString(digest[:])
}

// launched is a target with one launcher.
func launched() *target.Target {
	a := target.Artifact{Path: "stacks/a/code", Bucket: bucket, Key: "lambda/" + sum(code) + ".zip", Digest: sum(code), Size: int64(len(code))}
	text := fmt.Sprintf("{\n  \"Resources\": {\"Launcher\": {\"Type\": \"AWS::Lambda::Function\", \"Properties\": {\"Code\": {\n    \"S3Bucket\": %q,\n    \"S3Key\": %q\n}}}}\n}\n", bucket, a.Key)
	return &target.Target{Name: "a", Account: account, Region: region, Template: []byte(text), Bucket: target.Bucket{Name: bucket}, Artifacts: []target.Artifact{a}}
}

func read(target.Artifact) ([]byte, error) { return []byte(code), nil }

// unread fails a test that has no need of the code.
func unread(t *testing.T) func(target.Artifact) ([]byte, error) {
	return func(a target.Artifact) ([]byte, error) {
		t.Errorf("%s is read", a.Path)
		return []byte(code), nil
	}
}

// pinned is the template of launched with a version.
func pinned(version string) string {
	return strings.Replace(string(launched().Template), ".zip\"\n", ".zip\",\n    \"S3ObjectVersion\": \""+version+"\"\n", 1)
}

func TestUploadOnce(t *testing.T) {
	l, a := serve(t), launched().Artifacts[0]
	l.make(t, bucket, true)

	before, err := artifact.Resolve(t.Context(), l.Clients, launched(), unread(t), false)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&artifact.Pinned{Template: launched().Template, Missing: []target.Artifact{a}}, before); diff != "" {
		t.Errorf("planned before the upload (-want +got):\n%s", diff)
	}
	first, err := artifact.Resolve(t.Context(), l.Clients, launched(), read, true)
	if err != nil {
		t.Fatal(err)
	}
	version := l.versions(t, a.Key)[0]
	if diff := cmp.Diff(&artifact.Pinned{Template: []byte(pinned(version)), Uploaded: []target.Artifact{a}}, first); diff != "" {
		t.Errorf("deployed (-want +got):\n%s", diff)
	}
	for _, upload := range []bool{true, false} {
		again, err := artifact.Resolve(t.Context(), l.Clients, launched(), unread(t), upload)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(&artifact.Pinned{Template: []byte(pinned(version))}, again); diff != "" {
			t.Errorf("again, upload %t (-want +got):\n%s", upload, diff)
		}
	}
	if n := l.count("PutObject"); n != 1 {
		t.Errorf("uploaded %d times, want once", n)
	}
	if n := l.count("GetObject"); n != 4 || l.count("HeadObject") > 0 {
		t.Errorf("looked %d times, want one look each time", n)
	}
}

// TestNothingToDo expects no call for a stack without launchers.
func TestNothingToDo(t *testing.T) {
	l := serve(t)
	before := l.server.Count()
	p, err := artifact.Resolve(t.Context(), l.Clients, &target.Target{Template: []byte("{}"), Bucket: target.Bucket{Parameter: "/a"}}, unread(t), true)
	if err != nil || string(p.Template) != "{}" || l.server.Count() != before {
		t.Errorf("%v, %v, %d calls", p, err, l.server.Count()-before)
	}
}

// TestPoisoned puts something else under the right name: of the same length, and
// longer with the right beginning.
func TestPoisoned(t *testing.T) {
	for _, content := range []string{"THE LAUNCHER", code + " and more", ""} {
		l, a := serve(t), launched().Artifacts[0]
		l.make(t, bucket, true)
		good := l.put(t, a.Key, code)
		bad := l.put(t, a.Key, content)
		for _, upload := range []bool{true, false} {
			p, err := artifact.Resolve(t.Context(), l.Clients, launched(), read, upload)
			var poisoned *artifact.PoisonedError
			if p != nil || !errors.As(err, &poisoned) {
				t.Fatalf("%q is taken for the launcher: %v, %v", content, p, err)
			}
			if poisoned.Version != bad || poisoned.Account != account || poisoned.Written.IsZero() || poisoned.Digest == sum(code) {
				t.Errorf("%+v, want the version %s", poisoned, bad)
			}
			for _, words := range []string{"s3://" + bucket + "/" + a.Key + " does not hold what its name says, and is not deployed", "in account 123456789012", "version " + bad} {
				if !strings.Contains(err.Error(), words) {
					t.Errorf("%v\nwant the words %s", err, words)
				}
			}
		}
		if got := l.versions(t, a.Key); !slices.Equal(got, []string{bad, good}) {
			t.Errorf("versions are %v; nothing should have been written", got)
		}
		// Whoever answers for the bucket has removed it: the good one is back.
		if _, err := l.S3.DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: aws.String(bucket), Key: &a.Key, VersionId: &bad}); err != nil {
			t.Fatal(err)
		}
		if p, err := artifact.Resolve(t.Context(), l.Clients, launched(), unread(t), true); err != nil || string(p.Template) != pinned(good) {
			t.Errorf("after the removal: %v, %v", p, err)
		}
	}
}

func TestRefused(t *testing.T) {
	named := func(b target.Bucket) *target.Target {
		t := launched()
		t.Bucket = b
		return t
	}
	for _, test := range []struct {
		name   string
		make   func(t *testing.T, l *local)
		target *target.Target
		read   func(target.Artifact) ([]byte, error)
		want   string
	}{
		{"no bucket", func(*testing.T, *local) {}, launched(), read,
			"account 123456789012 has no artifact bucket in eu-central-1, which would be smgen-123456789012-eu-central-1, for the code at stacks/a/code; make it with: smgen bootstrap --account 123456789012 --region eu-central-1"},
		{"no bucket of that name", func(*testing.T, *local) {}, named(target.Bucket{Name: "acme"}), read,
			"there is no bucket acme for the code at stacks/a/code; create it, or leave artifactBucket out of the spec and use smgen bootstrap --account 123456789012 --region eu-central-1"},
		{"a bucket of somebody else", func(t *testing.T, l *local) {
			(&local{as(t, l.url, "210987654321"), nil, nil, ""}).make(t, bucket, true)
		}, launched(), read, "AWS refuses it: the bucket belongs to another account than 123456789012, or the credentials may not; smgen bootstrap --print-policy deploy shows what they need"},
		{"no versions", func(t *testing.T, l *local) { l.make(t, bucket, false) }, launched(), read,
			"the bucket smgen-123456789012-eu-central-1 keeps no versions, so that what was verified could be exchanged before it is read; switch its versioning on, as smgen bootstrap does"},
		{"a parameter", func(*testing.T, *local) {}, named(target.Bucket{Parameter: "/net/bucket"}), read,
			`the artifact bucket is the SSM parameter /net/bucket, which smgen does not read; set artifactBucket to the bucket's name, or to an export: {import: "…"}`},
		{"an export that nobody makes", func(*testing.T, *local) {}, named(target.Bucket{Export: "net-bucket"}), read,
			"no stack of account 123456789012 in eu-central-1 exports net-bucket, which the spec names as artifactBucket; deploy the one that does first"},
		{"code that changes", func(t *testing.T, l *local) { l.make(t, bucket, true) }, launched(), func(target.Artifact) ([]byte, error) { return []byte("other"), nil },
			"the code at stacks/a/code changed while smgen was at work; run the same command again"},
		{"code that is gone", func(t *testing.T, l *local) { l.make(t, bucket, true) }, launched(), artifact.FromRepository(t.TempDir()),
			"read the code of a launcher: stacks/a/code does not exist"},
		{"expired credentials", func(t *testing.T, l *local) {
			l.make(t, bucket, true)
			l.faults.FailCall(localcfn.CallFault{Action: "GetObject", Kind: localcfn.Expired})
		}, launched(), read, "get new credentials, and run the same command again: it continues where it stopped"},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := serve(t)
			test.make(t, l)
			p, err := artifact.Resolve(t.Context(), l.Clients, test.target, test.read, true)
			if p != nil || err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
		})
	}
}

// TestDisturbed breaks connections and answers with errors at each call, before and
// after it took effect, and expects one version in the end, and nothing half.
func TestDisturbed(t *testing.T) {
	for _, kind := range []localcfn.Kind{localcfn.ServerError, localcfn.ServerErrorAfter, localcfn.ResetBefore, localcfn.ResetAfter} {
		for _, action := range []string{"GetObject", "PutObject"} {
			l, a := serve(t), launched().Artifacts[0]
			l.make(t, bucket, true)
			l.faults.FailCall(localcfn.CallFault{Action: action, Kind: kind, Times: 2})
			p, err := artifact.Resolve(t.Context(), l.Clients, launched(), read, true)
			if err != nil {
				t.Errorf("kind %d of %s: %v", kind, action, err)
				continue
			}
			if got := l.versions(t, a.Key); len(got) != 1 || string(p.Template) != pinned(got[0]) {
				t.Errorf("kind %d of %s: versions are %v, template %s", kind, action, got, p.Template)
			}
		}
	}
}

// TestOwner expects each call to say whose the bucket has to be.
func TestOwner(t *testing.T) {
	l := serve(t)
	l.make(t, bucket, true)
	through := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" && r.Header.Get("X-Amz-Expected-Bucket-Owner") != account {
			t.Errorf("%s %s does not say whose the bucket is", r.Method, r.URL)
		}
		l.server.ServeHTTP(w, r)
	}))
	defer through.Close()
	c := as(t, through.URL, account)
	for range 2 {
		if _, err := artifact.Resolve(t.Context(), c, launched(), read, true); err != nil {
			t.Error(err)
		}
		if _, err := artifact.Template(t.Context(), c, bucket, []byte("{}")); err != nil {
			t.Error(err)
		}
	}
}

// TestCutOff breaks the connection in the middle of a download and of an upload.
func TestCutOff(t *testing.T) {
	l, a := serve(t), launched().Artifacts[0]
	l.make(t, bucket, true)
	left := 2
	through := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodPut && left > 0:
			left--
			_, _ = io.CopyN(io.Discard, r.Body, 3)
			panic(http.ErrAbortHandler)
		case r.Method == http.MethodGet && left < 0:
			left++
			w.Header().Set("Content-Length", fmt.Sprint(len(code)))
			_, _ = io.WriteString(w, code[:5])
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		}
		l.server.ServeHTTP(w, r)
	}))
	defer through.Close()
	c := as(t, through.URL, account)
	if _, err := artifact.Resolve(t.Context(), c, launched(), read, true); err != nil {
		t.Errorf("an upload that was cut off twice: %v", err)
	}
	left = -2
	p, err := artifact.Resolve(t.Context(), c, launched(), unread(t), true)
	if err != nil {
		t.Fatalf("a download that was cut off twice: %v", err)
	}
	if got := l.versions(t, a.Key); len(got) != 1 || string(p.Template) != pinned(got[0]) {
		t.Errorf("versions are %v", got)
	}
}

// TestRace lets somebody else upload between the look and the upload.
func TestRace(t *testing.T) {
	for content, wantError := range map[string]bool{code: false, "something else": true} {
		l, a := serve(t), launched().Artifacts[0]
		l.make(t, bucket, true)
		theirs := ""
		p, err := artifact.Resolve(t.Context(), l.Clients, launched(), func(target.Artifact) ([]byte, error) {
			theirs = l.put(t, a.Key, content)
			return []byte(code), nil
		}, true)
		var poisoned *artifact.PoisonedError
		switch {
		case wantError && !errors.As(err, &poisoned):
			t.Errorf("somebody else's %q is not noticed: %v", content, err)
		case !wantError && (err != nil || string(p.Template) != pinned(theirs) || len(p.Uploaded) > 0):
			t.Errorf("somebody else's upload is not taken: %v, %v", p, err)
		}
		if got := l.versions(t, a.Key); !slices.Equal(got, []string{theirs}) {
			t.Errorf("versions are %v, want %s alone", got, theirs)
		}
	}
}

// TestFromBeforeVersions finds an object that was put before the bucket kept
// versions, and gives it one.
func TestFromBeforeVersions(t *testing.T) {
	l, a := serve(t), launched().Artifacts[0]
	l.make(t, bucket, false)
	l.put(t, a.Key, code)
	l.keep(t, bucket)
	if p, err := artifact.Resolve(t.Context(), l.Clients, launched(), unread(t), false); err != nil || string(p.Template) != string(launched().Template) || len(p.Missing) > 0 {
		t.Errorf("planned: %v, %v", p, err)
	}
	p, err := artifact.Resolve(t.Context(), l.Clients, launched(), read, true)
	if err != nil {
		t.Fatal(err)
	}
	if got := l.versions(t, a.Key); len(got) != 2 || string(p.Template) != pinned(got[0]) {
		t.Errorf("versions are %v, template %s", got, p.Template)
	}
}

// TestExport looks the bucket up in another stack's export, past the first page.
func TestExport(t *testing.T) {
	l := serve(t)
	l.make(t, bucket, true)
	var outputs strings.Builder
	for i := range 150 {
		fmt.Fprintf(&outputs, `"O%d": {"Value": "v", "Export": {"Name": "a-%d"}},`, i, i)
	}
	deploy(t, l.CloudFormation, "net", `{"Resources": {"W": {"Type": "AWS::CloudFormation::WaitConditionHandle"}}, "Outputs": {`+outputs.String()+`"B": {"Value": "`+bucket+`", "Export": {"Name": "net-bucket"}}}}`)
	tg := launched()
	tg.Bucket, tg.Artifacts[0].Bucket = target.Bucket{Export: "net-bucket"}, ""
	tg.Template = []byte(strings.Replace(string(tg.Template), `"`+bucket+`"`, `{"Fn::ImportValue": "net-bucket"}`, 1))
	p, err := artifact.Resolve(t.Context(), l.Clients, tg, read, true)
	if err != nil || len(p.Uploaded) != 1 || !strings.Contains(string(p.Template), `"S3ObjectVersion": "`+l.versions(t, tg.Artifacts[0].Key)[0]) {
		t.Errorf("%v, %v", p, err)
	}
}

// propose makes a change set for a new stack, and waits until it is made.
func propose(t *testing.T, c *cloudformation.Client, in cloudformation.CreateChangeSetInput) *cloudformation.DescribeChangeSetOutput {
	t.Helper()
	in.ChangeSetName, in.ChangeSetType = aws.String("change"), cfn.ChangeSetTypeCreate
	made, err := c.CreateChangeSet(t.Context(), &in)
	if err != nil {
		t.Fatal(err)
	}
	for {
		out, err := c.DescribeChangeSet(t.Context(), &cloudformation.DescribeChangeSetInput{ChangeSetName: made.Id})
		if err != nil {
			t.Fatal(err)
		}
		if out.Status == cfn.ChangeSetStatusCreateComplete || out.Status == cfn.ChangeSetStatusFailed {
			return out
		}
	}
}

// deploy makes a stack.
func deploy(t *testing.T, c *cloudformation.Client, name, text string) {
	t.Helper()
	set := propose(t, c, cloudformation.CreateChangeSetInput{StackName: &name, TemplateBody: &text})
	if _, err := c.ExecuteChangeSet(t.Context(), &cloudformation.ExecuteChangeSetInput{ChangeSetName: set.ChangeSetId}); err != nil {
		t.Fatal(err)
	}
	for {
		out, err := c.DescribeStacks(t.Context(), &cloudformation.DescribeStacksInput{StackName: &name})
		if err != nil {
			t.Fatal(err)
		}
		if out.Stacks[0].StackStatus == cfn.StackStatusCreateComplete {
			return
		}
	}
}

// TestTemplate uploads templates around the limits, and lets CloudFormation read
// them.
func TestTemplate(t *testing.T) {
	l := serve(t)
	l.make(t, bucket, true)
	sized := func(n int) []byte {
		text := `{"Resources": {"W": {"Type": "AWS::CloudFormation::WaitConditionHandle"}}}`
		return []byte(text + strings.Repeat(" ", n-len(text)))
	}
	for _, size := range []int{template.MaxBody - 1, template.MaxBody, template.MaxBody + 1, template.MaxSize} {
		address, err := artifact.Template(t.Context(), l.Clients, bucket, sized(size))
		if err != nil {
			t.Errorf("%d bytes: %v", size, err)
			continue
		}
		u, err := url.Parse(address)
		key := strings.TrimPrefix(u.Path, "/"+bucket+"/")
		if err != nil || key != artifact.TemplatePrefix+sum(string(sized(size)))+".json" || u.Query().Get("versionId") != l.versions(t, key)[0] {
			t.Errorf("the address is %s", address)
		}
		if again, err := artifact.Template(t.Context(), l.Clients, bucket, sized(size)); again != address || err != nil {
			t.Errorf("again it is %s, %v", again, err)
		}
		if set := propose(t, l.CloudFormation, cloudformation.CreateChangeSetInput{StackName: aws.String(fmt.Sprintf("s%d", size)), TemplateURL: &address}); len(set.Changes) != 1 {
			t.Errorf("CloudFormation does not read %s: %s", address, aws.ToString(set.StatusReason))
		}
	}
	if _, err := artifact.Template(t.Context(), l.Clients, bucket, sized(template.MaxSize+1)); err == nil || !strings.Contains(err.Error(), "the template has 1000001 bytes, and CloudFormation takes 1000000; move some jobs to another stack") {
		t.Errorf("too large: %v", err)
	}
	if n := l.count("PutObject"); n != 4 {
		t.Errorf("uploaded %d times, want 4", n)
	}
	l.put(t, artifact.TemplatePrefix+sum(string(sized(60_000)))+".json", "{}")
	if _, err := artifact.Template(t.Context(), l.Clients, bucket, sized(60_000)); !errors.As(err, new(*artifact.PoisonedError)) {
		t.Errorf("a poisoned template: %v", err)
	}
}

// TestAddress writes addresses as AWS's regions have them.
func TestAddress(t *testing.T) {
	for place, want := range map[string]string{
		"eu-central-1": "https://acme-code.s3.eu-central-1.amazonaws.com/k%20y?versionId=a%2Fb%2B",
		"cn-north-1":   "https://acme-code.s3.cn-north-1.amazonaws.com.cn/k%20y?versionId=a%2Fb%2B",
	} {
		c := &session.Clients{S3: s3.New(s3.Options{Region: place})}
		if got, err := artifact.Address(t.Context(), c, "acme-code", "k y", "a/b+"); got != want || err != nil {
			t.Errorf("got  %s, %v\nwant %s", got, err, want)
		}
	}
}
