package localcfn_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"github.com/smgen/smgen/internal/localcfn"
)

func TestRefusedChangeSets(t *testing.T) {
	l := serve(t, localcfn.Options{})
	want(t, l.deploy("there", oneQueue), types.StackStatusCreateComplete)
	l.propose("review", oneQueue, types.ChangeSetTypeCreate)
	role := `{"Resources": {"R": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "n", "AssumeRolePolicyDocument": {}}}}}`
	var tags []types.Tag
	for i := range 51 {
		tags = append(tags, types.Tag{Key: aws.String(fmt.Sprint(i)), Value: aws.String("v")})
	}
	large := oneQueue + strings.Repeat(" ", 51_201-len(oneQueue))
	var many []string
	for i := range 501 {
		many = append(many, fmt.Sprintf(`"Q%d": {"Type": "AWS::SQS::Queue"}`, i))
	}
	crowd := l.upload(`{"Resources": {` + strings.Join(many, ",") + `}}`)
	for _, test := range []struct {
		name, code, words string
		change            func(*cloudformation.CreateChangeSetInput)
	}{
		{"no such stack", "ValidationError", "Stack [new] does not exist", func(in *cloudformation.CreateChangeSetInput) { in.ChangeSetType = "UPDATE" }},
		{"a stack that is there", "ValidationError", "Stack [there] already exists and cannot be created again with the changeSet [c].", func(in *cloudformation.CreateChangeSetInput) { in.StackName = aws.String("there") }},
		{"a change set that is there", "AlreadyExistsException", "ChangeSet change cannot be created", func(in *cloudformation.CreateChangeSetInput) {
			in.StackName, in.ChangeSetName = aws.String("review"), aws.String("change")
		}},
		{"a stack's name", "ValidationError", "'stackName'", func(in *cloudformation.CreateChangeSetInput) { in.StackName = aws.String("a_b") }},
		{"a stack's long name", "ValidationError", "'stackName'", func(in *cloudformation.CreateChangeSetInput) { in.StackName = aws.String(strings.Repeat("a", 129)) }},
		{"a change set's name", "ValidationError", "'changeSetName'", func(in *cloudformation.CreateChangeSetInput) { in.ChangeSetName = aws.String("1") }},
		{"a template that is too large to send", "ValidationError", "Member must have length less than or equal to 51200", func(in *cloudformation.CreateChangeSetInput) { in.TemplateBody = &large }},
		{"too many resources", "ValidationError", "Number of resources, 501, is greater than maximum allowed, 500", func(in *cloudformation.CreateChangeSetInput) { in.TemplateBody, in.TemplateURL = nil, &crowd }},
		{"no template", "ValidationError", "Either Template URL or Template Body must be specified.", func(in *cloudformation.CreateChangeSetInput) { in.TemplateBody = nil }},
		{"a template that is not there", "ValidationError", "S3 error: The specified bucket does not exist", func(in *cloudformation.CreateChangeSetInput) {
			in.TemplateBody, in.TemplateURL = nil, aws.String("https://nowhere.s3.eu-central-1.amazonaws.com/t")
		}},
		{"no capability", "InsufficientCapabilitiesException", "Requires capabilities : [CAPABILITY_NAMED_IAM]", func(in *cloudformation.CreateChangeSetInput) {
			in.TemplateBody, in.Capabilities = &role, []types.Capability{types.CapabilityCapabilityIam}
		}},
		{"too many tags", "ValidationError", "'tags'", func(in *cloudformation.CreateChangeSetInput) { in.Tags = tags }},
		{"a tag twice", "ValidationError", "Duplicate tag", func(in *cloudformation.CreateChangeSetInput) { in.Tags = []types.Tag{tags[0], tags[0]} }},
		{"too many topics", "ValidationError", "'notificationARNs'", func(in *cloudformation.CreateChangeSetInput) {
			in.NotificationARNs = []string{"1", "2", "3", "4", "5", "6"}
		}},
		{"a topic that is none", "ValidationError", "Invalid notification ARN: x", func(in *cloudformation.CreateChangeSetInput) { in.NotificationARNs = []string{"x"} }},
		{"a role that is none", "ValidationError", "is invalid or cannot be assumed", func(in *cloudformation.CreateChangeSetInput) {
			in.RoleARN = aws.String("arn:aws:iam::123456789012:user/somebody")
		}},
		{"a deletion of an update", "ValidationError", "OnStackFailure=DELETE is only valid when ChangeSetType=CREATE", func(in *cloudformation.CreateChangeSetInput) {
			in.ChangeSetType, in.OnStackFailure = "UPDATE", types.OnStackFailureDelete
		}},
		{"a parameter that is not there", "ValidationError", "Parameters: [P] do not exist in the template", func(in *cloudformation.CreateChangeSetInput) {
			in.Parameters = []types.Parameter{{ParameterKey: aws.String("P"), ParameterValue: aws.String("v")}}
		}},
		{"a description", "ValidationError", "'description'", func(in *cloudformation.CreateChangeSetInput) {
			in.Description = aws.String(strings.Repeat("a", 1025))
		}},
		{"what the endpoint does not have", "ValidationError", "ImportExistingResources is not supported by this endpoint", func(in *cloudformation.CreateChangeSetInput) {
			in.ImportExistingResources = aws.Bool(true)
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := &cloudformation.CreateChangeSetInput{StackName: aws.String("new"), ChangeSetName: aws.String("c"), ChangeSetType: "CREATE", TemplateBody: aws.String(oneQueue)}
			test.change(in)
			_, err := l.cfn.CreateChangeSet(l.ctx(), in)
			refused(t, err, test.code, test.words)
		})
	}
	if l.find("new") != nil {
		t.Error("what was refused left a stack")
	}
}

func TestTemplateSizes(t *testing.T) {
	l := serve(t, localcfn.Options{})
	fill := func(size int) string { return oneQueue + strings.Repeat(" ", size-len(oneQueue)) }
	want(t, l.deploy("body", fill(51_200)), types.StackStatusCreateComplete)
	byURL := func(size int) *cloudformation.CreateChangeSetInput {
		url := l.upload(fill(size))
		return &cloudformation.CreateChangeSetInput{StackName: aws.String("url"), ChangeSetName: aws.String("c"), ChangeSetType: "CREATE", TemplateURL: &url}
	}
	if _, err := l.cfn.CreateChangeSet(l.ctx(), byURL(1_000_001)); code(err) != "ValidationError" {
		t.Error(err)
	}
	if _, err := l.cfn.CreateChangeSet(l.ctx(), byURL(1_000_000)); err != nil {
		t.Error(err)
	}
}

func TestTokens(t *testing.T) {
	l := serve(t, localcfn.Options{})
	in := &cloudformation.CreateChangeSetInput{StackName: aws.String("s"), ChangeSetName: aws.String("c"), ChangeSetType: "CREATE", TemplateBody: aws.String(oneQueue), ClientToken: aws.String("one")}
	first, err := l.cfn.CreateChangeSet(l.ctx(), in)
	if err != nil {
		t.Fatal(err)
	}
	again, err := l.cfn.CreateChangeSet(l.ctx(), in)
	if err != nil || *again.Id != *first.Id {
		t.Error(again, err)
	}
	in.Description = aws.String("another request")
	if _, err := l.cfn.CreateChangeSet(l.ctx(), in); code(err) != "AlreadyExistsException" {
		t.Error(err)
	}
	execute := &cloudformation.ExecuteChangeSetInput{ChangeSetName: first.Id, ClientRequestToken: aws.String("two")}
	for range 3 {
		if _, err := l.cfn.ExecuteChangeSet(l.ctx(), execute); err != nil {
			t.Error(err)
		}
		l.settled("s")
	}
	created := 0
	for _, e := range l.events("s") {
		if e.ResourceStatus == "CREATE_IN_PROGRESS" && *e.LogicalResourceId == "s" {
			created++
			if aws.ToString(e.ClientRequestToken) != "two" {
				t.Error("the event has no token")
			}
		}
	}
	if created != 1 {
		t.Errorf("it was created %d times", created)
	}
	if _, err := l.cfn.DeleteStack(l.ctx(), &cloudformation.DeleteStackInput{StackName: aws.String("s"), ClientRequestToken: aws.String("two")}); code(err) != "TokenAlreadyExistsException" {
		t.Error(err)
	}
	if _, err := l.cfn.DeleteStack(l.ctx(), &cloudformation.DeleteStackInput{StackName: aws.String("s"), ClientRequestToken: aws.String("a b")}); code(err) != "ValidationError" {
		t.Error(err)
	}
}

func TestExecutedChangeSets(t *testing.T) {
	l := serve(t, localcfn.Options{})
	set := l.propose("s", oneQueue, types.ChangeSetTypeCreate)
	want(t, l.execute(set), types.StackStatusCreateComplete)
	by := func(name *string) (*cloudformation.DescribeChangeSetOutput, error) {
		return l.cfn.DescribeChangeSet(l.ctx(), &cloudformation.DescribeChangeSetInput{StackName: aws.String("s"), ChangeSetName: name})
	}
	if got, err := by(set.ChangeSetId); err != nil || got.ExecutionStatus != types.ExecutionStatusExecuteComplete || got.Status != types.ChangeSetStatusCreateComplete {
		t.Error(got, err)
	}
	_, err := by(aws.String("change"))
	refused(t, err, "ChangeSetNotFound", "ChangeSet [change] does not exist")
	_, err = l.cfn.ExecuteChangeSet(l.ctx(), &cloudformation.ExecuteChangeSetInput{ChangeSetName: set.ChangeSetId})
	refused(t, err, "InvalidChangeSetStatus", "cannot be executed in its current execution status of [EXECUTE_COMPLETE]")

	// Of two, the one that is not executed goes away.
	other := l.propose("s", pair("1"), types.ChangeSetTypeUpdate, func(in *cloudformation.CreateChangeSetInput) { in.ChangeSetName = aws.String("other") })
	want(t, l.deploy("s", pair("2")), types.StackStatusUpdateComplete)
	_, err = l.cfn.ExecuteChangeSet(l.ctx(), &cloudformation.ExecuteChangeSetInput{ChangeSetName: other.ChangeSetId})
	refused(t, err, "ChangeSetNotFound", "does not exist")
	failed := l.propose("s", pair("2"), types.ChangeSetTypeUpdate)
	_, err = l.cfn.ExecuteChangeSet(l.ctx(), &cloudformation.ExecuteChangeSetInput{ChangeSetName: failed.ChangeSetId})
	refused(t, err, "InvalidChangeSetStatus", "cannot be executed in its current status of [FAILED]")
}

func TestChangeSetPages(t *testing.T) {
	l := serve(t, localcfn.Options{})
	set := l.propose("s", many(250, "1"), types.ChangeSetTypeCreate)
	seen := map[string]bool{}
	pages := cloudformation.NewDescribeChangeSetPaginator(l.cfn, &cloudformation.DescribeChangeSetInput{ChangeSetName: set.ChangeSetId})
	n := 0
	for pages.HasMorePages() {
		page, err := pages.NextPage(l.ctx())
		if err != nil {
			t.Fatal(err)
		}
		n++
		for _, c := range page.Changes {
			seen[*c.ResourceChange.LogicalResourceId] = true
		}
	}
	if len(seen) != 250 || n < 2 {
		t.Errorf("%d changes on %d pages", len(seen), n)
	}
}
