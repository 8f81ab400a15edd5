package plan_test

import (
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/plan"
)

func TestValues(t *testing.T) {
	d := parse(t, `{"Mappings": {"M": {"a": {"b": "ml.m5.large"}}}, "Resources": {"A": {"Type": "AWS::SNS::Topic", "Properties": {
		"Known": {"Fn::FindInMap": ["M", "a", "b"]}, "Text": {"Fn::Join": ["-", ["x", {"Ref": "B"}]]}, "Gone": {"Ref": "AWS::NoValue"},
		"List": [{"Fn::GetAtt": ["B", "Arn"]}, true]}}}}`)
	want := map[string]any{"Known": "ml.m5.large", "Text": "x-${B}", "List": []any{"${B.Arn}", true}}
	values := plan.Values(d)
	for range 2 { // the template stays as it is
		if diff := gocmp.Diff(any(want), values(d.Resources["A"].Properties)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}
