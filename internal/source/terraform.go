package source

// TerraformVariable says where a variable of the Terraform module that smgen
// replaces went.
type TerraformVariable struct {
	// Field is the spec's field as CUE text, such as schedule: expression;
	// empty if there is none.
	Field string
	// Reason says why there is none, or what differs; it may be empty where
	// Field stands.
	Reason string
}

// words says where the variable went, for the person who wrote its name.
func (v TerraformVariable) words(name string) string {
	switch {
	case v.Field == "":
		return "Terraform's " + name + " has no field: " + v.Reason
	case v.Reason == "":
		return "Terraform's " + name + " is " + v.Field + " here"
	default:
		return "Terraform's " + name + " is " + v.Field + " here: " + v.Reason
	}
}

// FromTerraform returns the variables of the Terraform module by name. Fields
// are a job's, but for project, environment and tags, which are the stack's.
func FromTerraform() map[string]TerraformVariable {
	return map[string]TerraformVariable{
		"project_name":                      {Field: "project"},
		"environment":                       {Field: "environment"},
		"tags":                              {Field: "tags"},
		"job_definition_name":               {Field: "jobs: <name>", Reason: "the job's key is its name"},
		"training_image":                    {Field: "image"},
		"training_input_mode":               {Field: "inputMode"},
		"instance_type":                     {Field: "instanceType"},
		"instance_count":                    {Field: "instanceCount"},
		"volume_size_gb":                    {Field: "volumeSizeGB"},
		"max_runtime_seconds":               {Field: "maxRuntimeSeconds"},
		"hyperparameters":                   {Field: "hyperparameters"},
		"environment_variables":             {Field: "environment", Reason: "the job's, not the stack's"},
		"input_data_config":                 {Field: "inputs: <name>: {s3: …}", Reason: "channels by name"},
		"output_data_s3_path":               {Field: "output: s3"},
		"checkpoint_config":                 {Field: "checkpoints: {s3: …}"},
		"enable_spot_training":              {Field: "spot: {maxWaitSeconds: …}", Reason: "spot training needs a bound on the wait"},
		"enable_network_isolation":          {Field: "networkIsolation"},
		"vpc_config":                        {Field: "vpc: {subnets: […], securityGroups: […]}"},
		"profiler_config":                   {Field: "profiler: {s3: …}"},
		"debugger_hook_config":              {Field: "debugger: {s3: …}"},
		"training_job_name_prefix":          {Field: "trainingJobNamePrefix"},
		"training_role_name":                {Field: "trainingRole: name"},
		"additional_training_role_policies": {Field: "trainingRole: managedPolicies"},
		"s3_bucket_arn":                     {Reason: "permissions follow from the places that the job names"},
		"enable_scheduling":                 {Reason: "a job with a schedule is scheduled, and one without is not"},
		"schedule_expression":               {Field: "schedule: expression"},
		"schedule_enabled":                  {Field: "schedule: enabled"},
		"schedule_rule_name":                {Field: "schedule: name"},
		"scheduler_role_name":               {Field: "launchRole: name"},
		"enable_custom_launcher":            {Field: "launch: custom: {…}", Reason: "giving it chooses it"},
		"lambda_zip_path":                   {Field: "launch: custom: code"},
		"lambda_handler":                    {Field: "launch: custom: handler"},
		"lambda_runtime":                    {Field: "launch: custom: runtime"},
		"lambda_timeout":                    {Field: "launch: custom: timeoutSeconds"},
		"lambda_environment_variables":      {Field: "launch: custom: environment"},
		"mlflow_tracking_server_arn":        {Field: "mlflow: arn"},
		"mlflow_tracking_uri":               {Reason: "MLFLOW_TRACKING_URI is always the ARN in mlflow: arn"},
		"enable_mlflow_integration":         {Reason: "a job with mlflow: {arn: …} uses MLflow, and one without does not"},
	}
}
