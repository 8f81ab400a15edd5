package artifact_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/smgen/smgen/internal/deploy/artifact"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/localcfn"
)

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
