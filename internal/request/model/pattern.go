package model

import (
	"regexp"
	"strings"
	"sync"
)

// pattern is what this package knows about one of the model's regular
// expressions beyond its text.
type pattern struct {
	// api is the expression as the API's model writes it, for Java.
	api string
	// translated says the same for Go's regexp; empty if Go understands api.
	// Repetition that only repeats the shape's own length limit becomes + or *,
	// since Go limits counts to 1000 and the length has its own message.
	translated string
	// match decides without a regular expression, where that is as clear; the
	// patterns that most strings have are worth it.
	match func(string) bool
	// want describes in words what matches: "got …, want <want>".
	want string
	// example matches, and suits all shapes with this pattern in length too.
	example string
}

// patterns holds all patterns of the embedded model; a test demands it.
var patterns = []pattern{
	{api: `.*`, match: oneLine, want: "text without line breaks", example: "example"},
	{api: `.+`, match: func(s string) bool { return s != "" && oneLine(s) },
		want: "text without line breaks, not empty", example: "example"},
	{api: `[\S\s]*`, match: func(string) bool { return true }, want: "text", example: "example"},
	{api: `[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}`, translated: `[a-zA-Z0-9](-*[a-zA-Z0-9])*`,
		want: "letters, digits and dashes, without a dash at either end", example: "churn-2026"},
	{api: `[a-zA-Z0-9](-*[a-zA-Z0-9]){0,119}`, translated: `[a-zA-Z0-9](-*[a-zA-Z0-9])*`,
		want: "letters, digits and dashes, without a dash at either end", example: "churn-2026"},
	{api: `[A-Za-z0-9\.\-_]+`, want: "letters, digits, dots, dashes and underscores", example: "training"},
	{api: `[-0-9a-zA-Z]+`, want: "letters, digits and dashes", example: "subnet-0a1b2c3d"},
	{api: `[a-zA-Z_][a-zA-Z0-9_]*`, want: "letters, digits and underscores, without a digit in front", example: "LOG_LEVEL"},
	{api: `([\p{L}\p{Z}\p{N}_.:/=+\-@]*)`, want: "letters, digits, spaces and the characters _ . : / = + - @", example: "team"},
	{api: `\d+K`, want: "a number of thousands", example: "32K"},
	{api: `(https|s3)://([^/]+)/?(.*)`, want: "an S3 URI", example: "s3://my-bucket/prefix/"},
	{api: `(fs-[0-9a-f]{8,})`, want: "a file system ID", example: "fs-0123456789abcdef0"},
	{api: `[a-zA-Z0-9:/_-]*`, want: "a KMS key's ID, ARN or alias", example: "alias/my-key"},
	{api: `arn:aws[a-z\-]*:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+`,
		want: "the ARN of an IAM role", example: "arn:aws:iam::123456789012:role/training"},
	{api: `arn:[\p{Alnum}\-]+:lambda:[\p{Alnum}\-]+:[0-9]{12}:function:.*`,
		translated: `arn:[[:alnum:]\-]+:lambda:[[:alnum:]\-]+:[0-9]{12}:function:.*`,
		want:       "the ARN of a Lambda function", example: "arn:aws:lambda:us-east-1:123456789012:function:registry-credentials"},
	{api: `(arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:[a-z\-]*\/)?([a-zA-Z0-9]([a-zA-Z0-9-]){0,62})(?<!-)`,
		translated: `(arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:[a-z\-]*\/)?[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?`,
		want:       "the name or ARN of an algorithm", example: "my-algorithm"},
	{api: `arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:mlflow-[a-zA-Z-]*/.*`,
		want: "the ARN of an MLflow app or tracking server", example: "arn:aws:sagemaker:us-east-1:123456789012:mlflow-app/app-EXAMPLE"},
	{api: `arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:training-plan/.*`,
		want: "the ARN of a training plan", example: "arn:aws:sagemaker:us-east-1:123456789012:training-plan/my-plan"},
	{api: `arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]{9,16}:[0-9]{12}:model-package-group/[\S]{1,2048}`,
		translated: `arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]{9,16}:[0-9]{12}:model-package-group/\S+`,
		want:       "the ARN of a model package group", example: "arn:aws:sagemaker:us-east-1:123456789012:model-package-group/my-models"},
	{api: `arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]{9,16}:[0-9]{12}:model-package/[\S]{1,2048}`,
		translated: `arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]{9,16}:[0-9]{12}:model-package/\S+`,
		want:       "the ARN of a model package", example: "arn:aws:sagemaker:us-east-1:123456789012:model-package/my-models/1"},
	{api: `(arn:[a-z0-9-\.]{1,63}:sagemaker:\w+(?:-\w+)+:(\d{12}|aws):hub-content\/)[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}\/DataSet\/[a-zA-Z0-9](-*[a-zA-Z0-9]){0,63}(\/\d{1,4}.\d{1,4}.\d{1,4})?`,
		want: "the ARN of a data set in a hub", example: "arn:aws:sagemaker:us-east-1:aws:hub-content/my-hub/DataSet/my-data/1.0.0"},
	{api: `(arn:[a-z0-9-\.]{1,63}:sagemaker:\w+(?:-\w+)+:(\d{12}|aws):hub-content\/)[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}\/Model\/[a-zA-Z0-9](-*[a-zA-Z0-9]){0,63}(\/\d{1,4}.\d{1,4}.\d{1,4})?`,
		want: "the ARN of a model in a hub", example: "arn:aws:sagemaker:us-east-1:aws:hub-content/SageMakerPublicHub/Model/my-model/1.0.0"},
}

func oneLine(s string) bool { return !strings.Contains(s, "\n") }

// patternOf returns the table's entry for an expression of the API, or one that
// can only show the expression itself.
func patternOf(api string) pattern {
	for _, p := range patterns {
		if p.api == api {
			return p
		}
	}
	return pattern{api: api, want: "text that matches " + api}
}

// expression returns the pattern for Go's regexp. The API matches whole strings.
func (p pattern) expression() string {
	expr := p.translated
	if expr == "" {
		expr = p.api
	}
	return `\A(?:` + expr + `)\z`
}

// matcher returns a function that says whether all of a string matches a pattern
// of the API. It compiles at the first call, because few patterns are needed for
// one request.
func matcher(api string) func(string) bool {
	p := patternOf(api)
	if p.match != nil {
		return p.match
	}
	compiled := sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(p.expression()) })
	return func(s string) bool { return compiled().MatchString(s) }
}
