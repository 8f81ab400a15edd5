package model

import (
	"regexp"
	"testing"
)

// Every pattern of the model has an entry that compiles, has words and an example,
// and no entry outlives its pattern.
func TestPatterns(t *testing.T) {
	used := map[string]bool{}
	note := func(s *Shape) {
		if s != nil && s.Pattern != "" {
			used[s.Pattern] = true
		}
	}
	CreateTrainingJob().Walk(func(_ string, s *Shape) bool {
		note(s)
		note(s.Key)
		return true
	})
	listed := map[string]bool{}
	for _, p := range patterns {
		listed[p.api] = true
		if !used[p.api] {
			t.Errorf("no shape has the pattern %s: remove it from the table", p.api)
		}
		if p.want == "" {
			t.Errorf("%s has no description", p.api)
		}
		re, err := regexp.Compile(p.expression())
		if err != nil {
			t.Errorf("%s: %v: give it a translation", p.api, err)
			continue
		}
		if !re.MatchString(p.example) {
			t.Errorf("%s does not match its example %q", p.api, p.example)
		}
		for _, text := range []string{"", "a", "\n", "a\nb", "\r", "日本"} {
			if p.match != nil && p.match(text) != re.MatchString(text) {
				t.Errorf("%s: the function and the expression disagree about %q", p.api, text)
			}
		}
	}
	for p := range used {
		if !listed[p] {
			t.Errorf("the table lacks the pattern %s", p)
		}
	}
}

func TestMatch(t *testing.T) {
	const account = ":us-east-1:123456789012:"
	tests := []struct {
		path     string
		yes, not []string
	}{
		{"TrainingJobName",
			[]string{"a", "a-b", "a--b", "0", "A9"},
			[]string{"-a", "a-", "a_b", "a.b", "a\n", "", "ä"}},
		{"AlgorithmSpecification.AlgorithmName",
			[]string{"a", "a-b", "my-algorithm", "arn:aws:sagemaker" + account + "algorithm/x", "arn:aws-cn:sagemaker" + account + "algorithm/x-y"},
			[]string{"a-", "-a", "arn:aws:sagemaker" + account + "algorithm/x-", "a/b", "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffabcd"}},
		{"AlgorithmSpecification.TrainingImageConfig.TrainingRepositoryAuthConfig.TrainingRepositoryCredentialsProviderArn",
			[]string{"arn:aws:lambda" + account + "function:f", "arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:f:1", "arn:p4:lambda" + account + "function:f"},
			[]string{"arn:aws:lambda" + account + "layer:f", "arn:a_s:lambda" + account + "function:f", "arn:aws:lambda:us-east-1:1234:function:f"}},
		{"ModelPackageConfig.ModelPackageGroupArn",
			[]string{"arn:aws:sagemaker" + account + "model-package-group/g"},
			[]string{"arn:aws:sagemaker" + account + "model-package-group/", "arn:aws:sagemaker" + account + "model-package-group/a b", "arn:aws:sagemaker" + account + "model-package/g"}},
		{"ModelPackageConfig.SourceModelPackageArn",
			[]string{"arn:aws:sagemaker" + account + "model-package/g/1"},
			[]string{"arn:aws:sagemaker" + account + "model-package/", "arn:aws:sagemaker:us:123456789012:model-package/g/1"}},
		{"ExperimentConfig.ExperimentName", []string{"a-b"}, []string{"a-", "a b"}},
		{"HyperParameters{}", []string{"", "0.1", "two words", "日本"}, []string{"a\nb", "\n"}},
		{"Environment{}", []string{"", "a\nb"}, nil},
		{"AlgorithmSpecification.MetricDefinitions[].Regex", []string{"loss: (.*)"}, []string{"", "a\nb"}},
		{"RoleArn",
			[]string{"arn:aws:iam::123456789012:role/x", "arn:aws-cn:iam::123456789012:role/path/x"},
			[]string{"arn:aws:iam::12345678901:role/x", "arn:aws:iam::123456789012:user/x", "x arn:aws:iam::123456789012:role/x"}},
		{"OutputDataConfig.S3OutputPath", []string{"s3://b", "s3://b/", "s3://b/k", "https://b/k"}, []string{"s3:/b", "s3://", "S3://b", "file://b"}},
		{"OutputDataConfig.KmsKeyId", []string{"", "alias/x", "1234abcd-12ab-34cd-56ef-1234567890ab"}, []string{"a b"}},
		{"Tags[].Value", []string{"", "Größe 1", "a/b=c@d"}, []string{"a&b", "a\tb"}},
		{"VpcConfig.Subnets[]", []string{"subnet-1"}, []string{"subnet_1", ""}},
		{"ServerlessJobConfig.SequenceLength", []string{"32K"}, []string{"32", "K", "32k"}},
	}
	for _, test := range tests {
		s := CreateTrainingJob().Lookup(test.path)
		for _, text := range test.yes {
			if !s.match(text) {
				t.Errorf("%s does not match %q", test.path, text)
			}
		}
		for _, text := range test.not {
			if s.match(text) {
				t.Errorf("%s matches %q", test.path, text)
			}
		}
	}
}
