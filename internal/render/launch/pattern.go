package launch

// EndedPattern is the event pattern for training jobs that ended in one of the
// given ways, by their names and, unless nil, by their roles. See "SageMaker
// training job state change" in the SageMaker developer guide for the members.
func EndedPattern(statuses, names, roles []any) map[string]any {
	detail := map[string]any{"TrainingJobStatus": statuses, "TrainingJobName": names}
	if roles != nil {
		detail["RoleArn"] = roles
	}
	return map[string]any{
		"source":      []any{"aws.sagemaker"},
		"detail-type": []any{"SageMaker Training Job State Change"},
		"detail":      detail,
	}
}
