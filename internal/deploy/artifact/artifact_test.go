package artifact_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/deploy/artifact"
	"github.com/smgen/smgen/internal/deploy/target"
)

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
