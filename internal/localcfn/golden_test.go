package localcfn_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/smgen/smgen/internal/localcfn"
	"github.com/smgen/smgen/internal/template"
)

// goldens returns the templates that the project renders for its tests, by name.
func goldens(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	root := filepath.FromSlash("../../testdata/golden")
	err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Base(path) != "template.json" {
			return err
		}
		text, err := os.ReadFile(path)
		name, _ := filepath.Rel(root, filepath.Dir(path))
		found[filepath.ToSlash(name)] = string(text)
		return err
	})
	if err != nil || len(found) == 0 {
		t.Fatal("no goldens", err)
	}
	return found
}

// exporter returns a template that exports what another one imports.
func exporter(t *testing.T, text string) string {
	t.Helper()
	doc, err := template.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, r := range doc.Resources {
		imports(r.Properties, names)
	}
	imports(doc.Outputs, names)
	if len(names) == 0 {
		return ""
	}
	outputs := map[string]any{}
	for i, name := range slices.Sorted(maps.Keys(names)) {
		outputs[fmt.Sprintf("Export%d", i)] = map[string]any{"Value": exported(name), "Export": map[string]any{"Name": name}}
	}
	out, err := json.Marshal(map[string]any{
		"Resources": map[string]any{"Nothing": map[string]any{"Type": "AWS::CloudFormation::WaitConditionHandle"}},
		"Outputs":   outputs,
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// exported is the value of an export, which can be a list and the name of a bucket.
func exported(name string) string {
	return strings.ToLower(strings.NewReplacer(":", "-", "_", "-").Replace(name)) + "-value"
}

// archives puts what the functions of a template are made of where they expect it.
func (l *local) archives(text string) {
	l.t.Helper()
	doc, err := template.Parse([]byte(text))
	if err != nil {
		l.t.Fatal(err)
	}
	for _, r := range doc.Resources {
		archive := template.Object(r.Properties, "Code")
		bucket, _ := archive["S3Bucket"].(string)
		if name, ok := template.Object(archive, "S3Bucket")["Fn::ImportValue"].(string); ok {
			bucket = exported(name)
		}
		key, _ := archive["S3Key"].(string)
		if bucket == "" || strings.Contains(bucket, "{{") {
			continue
		}
		if _, err := l.s3.CreateBucket(l.ctx(), &s3.CreateBucketInput{Bucket: &bucket}); err != nil && code(err) != "BucketAlreadyOwnedByYou" {
			l.t.Fatal(err)
		}
		if _, err := l.s3.PutObject(l.ctx(), &s3.PutObjectInput{Bucket: &bucket, Key: &key, Body: strings.NewReader("zip")}); err != nil {
			l.t.Fatal(err)
		}
	}
}

func imports(v any, names map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		if name, ok := v["Fn::ImportValue"].(string); ok {
			names[name] = true
		}
		for _, child := range v {
			imports(child, names)
		}
	case []any:
		for _, child := range v {
			imports(child, names)
		}
	}
}

// without returns a template without one of its resources that nothing refers to,
// and with a changed description of another.
func without(t *testing.T, text string) string {
	t.Helper()
	var doc map[string]any
	if err := json.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatal(err)
	}
	resources := doc["Resources"].(map[string]any)
	for _, id := range slices.Sorted(maps.Keys(resources)) {
		rest := maps.Clone(resources)
		delete(rest, id)
		others, err := json.Marshal(map[string]any{"r": rest, "o": doc["Outputs"]})
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(others), `"`+id+`"`) && len(rest) > 0 {
			doc["Resources"] = rest
			break
		}
	}
	resources["Added"] = map[string]any{"Type": "AWS::SQS::Queue"}
	doc["Resources"].(map[string]any)["Added"] = resources["Added"]
	out, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestGoldensDeployUpdateAndDelete(t *testing.T) {
	for name, text := range goldens(t) {
		t.Run(name, func(t *testing.T) {
			if testing.Short() && !strings.HasPrefix(name, "launch/") {
				t.Skip("takes seconds")
			}
			t.Parallel()
			l := serve(t, localcfn.Options{})
			l.archives(text)
			if other := exporter(t, text); other != "" {
				want(t, l.deploy("exporter", other), types.StackStatusCreateComplete)
			}
			template := func(text string) func(*cloudformation.CreateChangeSetInput) {
				if len(text) <= 51_200 {
					return func(in *cloudformation.CreateChangeSetInput) { in.TemplateBody = &text }
				}
				url := l.upload(text)
				return func(in *cloudformation.CreateChangeSetInput) { in.TemplateBody, in.TemplateURL = nil, &url }
			}
			want(t, l.deploy("stack", "", template(text)), types.StackStatusCreateComplete)
			again := l.propose("stack", "", types.ChangeSetTypeUpdate, template(text))
			if again.Status != types.ChangeSetStatusFailed || !strings.Contains(aws.ToString(again.StatusReason), "didn't contain changes") {
				t.Errorf("the same template: %s, %s", again.Status, aws.ToString(again.StatusReason))
			}
			l.drop(again)
			want(t, l.deploy("stack", "", template(without(t, text))), types.StackStatusUpdateComplete)
			want(t, l.deploy("stack", "", template(text)), types.StackStatusUpdateComplete)
			drift, err := l.cfn.DetectStackDrift(l.ctx(), &cloudformation.DetectStackDriftInput{StackName: aws.String("stack")})
			if err != nil {
				t.Fatal(err)
			}
			found, err := l.cfn.DescribeStackDriftDetectionStatus(l.ctx(), &cloudformation.DescribeStackDriftDetectionStatusInput{StackDriftDetectionId: drift.StackDriftDetectionId})
			if err != nil || found.StackDriftStatus != types.StackDriftStatusInSync {
				t.Error(found.StackDriftStatus, err)
			}
			want(t, l.destroy("stack"), types.StackStatusDeleteComplete)
		})
	}
}
