package sides_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/review"
	"github.com/smgen/smgen/internal/review/sides"
)

// TestOwned reads the owner that most resources name, and the environment.
func TestOwned(t *testing.T) {
	tagged := func(id, owner, environment string) string {
		return fmt.Sprintf(`%q: {"Type": "AWS::SQS::Queue", "Properties": {"Tags": [{"Key": "Owner", "Value": %q}, {"Key": "Environment", "Value": %q}]}}`, id, owner, environment)
	}
	for name, test := range map[string]struct {
		text string
		want [2]string
	}{
		"one":       {`{"Resources": {` + tagged("A", "search", "prod") + `}}`, [2]string{"search", "prod"}},
		"most":      {`{"Resources": {` + tagged("A", "a-job's", "prod") + `,` + tagged("B", "search", "prod") + `,` + tagged("C", "search", "test") + `}}`, [2]string{"search", "prod"}},
		"undecided": {`{"Resources": {` + tagged("A", "b", "prod") + `,` + tagged("B", "a", "prod") + `}}`, [2]string{"a", "prod"}},
		"no tags":   {`{"Resources": {"A": {"Type": "AWS::SQS::Queue"}}}`, [2]string{}},
		"others":    {`{"Resources": {"A": {"Type": "T", "Properties": {"Tags": {"Owner": "x"}}}, "B": {"Type": "T", "Properties": {"Tags": [{"Key": "Owner", "Value": {"Ref": "P"}}, "Owner"]}}}}`, [2]string{}},
		"broken":    {`{`, [2]string{}},
	} {
		s := &review.Side{Text: []byte(test.text)}
		sides.Owned(s)
		if diff := cmp.Diff(test.want, [2]string{s.Owner, s.Environment}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
