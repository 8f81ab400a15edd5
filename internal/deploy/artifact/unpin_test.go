package artifact_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/deploy/artifact"
	"github.com/smgen/smgen/internal/template"
)

func TestUnpin(t *testing.T) {
	parse := func(text string) *template.Document {
		d, err := template.Parse([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	const (
		pinned   = `{"Resources":{"F":{"Properties":{"Code":{"S3Bucket":"b","S3Key":"k","S3ObjectVersion":"1"}},"Type":"AWS::Lambda::Function"}}}`
		unpinned = `{"Resources":{"F":{"Properties":{"Code":{"S3Bucket":"b","S3Key":"k"}},"Type":"AWS::Lambda::Function"}}}`
		layer    = `{"Resources":{"F":{"Properties":{"Code":{"S3ObjectVersion":"1"}},"Type":"Acme::A::B"}}}`
		yaml     = "Resources: {F: {Type: AWS::Lambda::Function, Properties: {Code: {S3Key: k, S3ObjectVersion: '1'}}}}"
	)
	for name, c := range map[string]struct{ deployed, after, want string }{
		"pinned by a deployment": {pinned, unpinned, unpinned},
		"asked for by the specs": {pinned, pinned, pinned},
		"not pinned":             {unpinned, unpinned, unpinned},
		"another type":           {layer, unpinned, layer},
		"gone from the specs":    {pinned, `{"Resources":{}}`, unpinned},
		"not smgen's":            {yaml, unpinned, yaml},
	} {
		text, document, err := artifact.Unpin([]byte(c.deployed), parse(c.deployed), parse(c.after))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, string(text)); diff != "" {
			t.Errorf("%s: (-want +got):\n%s", name, diff)
		}
		if diff := cmp.Diff(parse(c.want).Resources, document.Resources); diff != "" {
			t.Errorf("%s: the document is not that of the text: %s", name, diff)
		}
	}
}
