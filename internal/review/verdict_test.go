package review

import (
	"fmt"
	"testing"
)

// TestAccessBroadened flags every new permission of a stack that was there before, and
// of a new one those that are called out.
func TestAccessBroadened(t *testing.T) {
	const queue = `"Q": {"Type": "AWS::SQS::Queue"}`
	role := func(service, action string) string {
		return fmt.Sprintf(`{"Resources": {%s, "R": {"Type": "AWS::IAM::Role", "Properties": {
			"AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": %s}]},
			"Policies": [{"PolicyName": "p", "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "%s", "Resource": "arn:aws:s3:::acme/x"}]}}]}}}}`, queue, service, action)
	}
	const lambda, stranger = `{"Service": "lambda.amazonaws.com"}`, `{"AWS": "arn:aws:iam::999999999999:root"}`
	plain := role(lambda, "s3:GetObject")
	for name, test := range map[string]struct {
		before, after string
		unread, want  bool
	}{
		"a new stack":                       {"", plain, false, false},
		"a new stack that may do anything":  {"", role(lambda, "s3:*"), false, true},
		"a new stack that trusts strangers": {"", role(stranger, "s3:GetObject"), false, true},
		"one that could not be read":        {"", plain, true, true},
		"a new role":                        {`{"Resources": {` + queue + `}}`, plain, false, true},
		"a role that is gone":               {plain, `{"Resources": {` + queue + `}}`, false, false},
	} {
		before, after := &Side{Identity: Identity{Name: "a"}, Text: []byte(test.before)}, &Side{Identity: Identity{Name: "a"}, Text: []byte(test.after), Unread: test.unread}
		ends := []*Side{before}
		if test.before == "" {
			ends = nil
		}
		r, err := Build(ends, []*Side{after}, Options{})
		if err != nil || len(r.Stacks) != 1 {
			t.Fatalf("%s: %v, %v", name, r, err)
		}
		if got := r.Stacks[0].Verdict.Has(AccessBroadened); got != test.want {
			t.Errorf("%s: flagged %t, want %t: %v", name, got, test.want, r.Stacks[0].Access)
		}
	}
}
