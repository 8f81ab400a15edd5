package compile_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/smgen/smgen/internal/request/model"
)

// TestEveryMember sets each member of CreateTrainingJob from a spec, through
// request, and demands that it arrives unchanged.
func TestEveryMember(t *testing.T) {
	var paths, jobs []string
	var wants []any
	model.CreateTrainingJob().Walk(func(path string, s *model.Shape) bool {
		switch s.Type {
		case model.Structure, model.List, model.Map:
			return true
		}
		if path == "TrainingJobName" || path == "RoleArn" {
			return false // smgen's own: each run needs its name, and a role that its starter may pass
		}
		want := holding(model.CreateTrainingJob(), path, sample(path, s))
		text, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
		jobs = append(jobs, strings.Join(append(around(path), "request: "+string(text)), "\n"))
		wants = append(wants, want)
		return false
	})
	if len(paths) < 100 {
		t.Fatalf("the model has %d members; the walk has lost some", len(paths))
	}
	for i, got := range received(t, jobs) {
		if problem := missing(got, wants[i], "request"); problem != "" {
			t.Errorf("%s does not arrive: %s", paths[i], problem)
		}
	}
}

// sample is a value for a member: the model's own example, unless AWS refuses it
// for reasons beyond the model, or smgen would set the same by itself.
func sample(path string, s *model.Shape) any {
	switch path {
	case "AlgorithmSpecification.TrainingImage":
		return "123456789012.dkr.ecr.us-east-1.amazonaws.com/own:v2"
	case "ResourceConfig.InstanceCount":
		return json.Number("7")
	case "ProfilerConfig.DisableProfiler":
		return false
	case "VpcConfig.SecurityGroupIds[]":
		return "sg-0a1b2c3d"
	case "ResourceConfig.VolumeKmsKeyId":
		return "11111111-2222-3333-4444-555555555555"
	}
	return model.Example(s)
}

// holding returns the smallest value of a shape in which a path has a value.
func holding(s *model.Shape, path string, value any) any {
	path = strings.TrimPrefix(path, ".")
	switch {
	case path == "":
		return value
	case strings.HasPrefix(path, "[]"):
		return []any{holding(s.Element, path[2:], value)}
	case strings.HasPrefix(path, "{}"):
		return map[string]any{"KEY": holding(s.Value, path[2:], value)}
	}
	name, rest := path, ""
	if i := strings.IndexAny(path, ".[{"); i > 0 {
		name, rest = path[:i], path[i:]
	}
	object, _ := model.Example(s).(map[string]any)
	if object["SecurityGroupIds"] != nil {
		object["SecurityGroupIds"] = []any{"sg-0a1b2c3d"}
	}
	if s == model.CreateTrainingJob() {
		object = map[string]any{}
	}
	object[name] = holding(s.Members[name], rest, value)
	if name == "AttributeNames" {
		object["S3DataType"] = "AugmentedManifestFile" // the one kind that has attributes
	}
	return object
}

// around is what a job needs besides for a member to be allowed: the rules
// between members are SageMaker's.
func around(path string) []string {
	starts := func(prefix string) bool { return strings.HasPrefix(path, prefix) }
	var fields []string
	add := func(condition bool, field string) {
		if condition {
			fields = append(fields, field)
		}
	}
	ownImage := path == "AlgorithmSpecification.TrainingImage" || path == "AlgorithmSpecification.AlgorithmName"
	add(!ownImage && !starts("ServerlessJobConfig"), `image: "123456789012.dkr.ecr.us-east-1.amazonaws.com/train:v1"`)
	add(!starts("OutputDataConfig"), `output: s3: "s3://acme-models/"`)
	add(starts("EnableManagedSpotTraining"), "request: StoppingCondition: MaxWaitTimeInSeconds: 86400")
	add(starts("StoppingCondition.MaxWaitTimeInSeconds"), "request: {EnableManagedSpotTraining: true, StoppingCondition: MaxRuntimeInSeconds: 1}")
	add(starts("InputDataConfig") && !strings.Contains(path, ".DataSource."),
		`request: InputDataConfig: [{DataSource: S3DataSource: {S3DataType: "S3Prefix", S3Uri: "s3://acme-data/"}}]`)
	add(strings.Contains(path, "FileSystemDataSource"), `vpc: {subnets: ["subnet-12345678"], securityGroups: ["sg-12345678"]}`)
	add(strings.HasSuffix(path, "AttributeNames[]"), `inputMode: "Pipe"`)
	add(starts("ResourceConfig.InstancePlacementConfig"), `instanceType: "ml.p6e-gb200.36xlarge"`)
	add(strings.HasSuffix(path, "InstanceGroupNames[]"), `instanceGroups: example: instanceType: "ml.m5.large"`)
	return fields
}
