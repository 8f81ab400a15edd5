package policy

func isolatedMlflow() Rule {
	return Rule{
		ID:    "SM107",
		Title: "a container without a network cannot log to MLflow",
		Doc: `Network isolation cuts the container off from every network, and with it from the
MLflow server: each call of the client fails, most often after the training.`,
		Good: "vpc: {subnets: [\"subnet-12345678\"], securityGroups: [\"sg-12345678\"]}\nmlflow: arn: \"arn:aws:sagemaker:us-east-1:123456789012:mlflow-tracking-server/a\"",
		Bad:  "networkIsolation: true\nmlflow: arn: \"arn:aws:sagemaker:us-east-1:123456789012:mlflow-tracking-server/a\"",
		Check: func(p *Pass) {
			isolated, path := p.member("EnableNetworkIsolation")
			if isolated == true && p.Job.Mlflow != nil {
				p.Report(path, "the container is cut off from every network, and cannot reach MLflow",
					"let a VPC confine it instead: networkIsolation: false with vpc; or remove mlflow, and register the model after the training: registration")
			}
		},
	}
}
