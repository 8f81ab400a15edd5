package source

import "strings"

// habits are names that people bring along for fields of smgen, by the struct in
// which they write them, where * stands for the name of a job or channel. They
// come from the Estimator of the SageMaker Python SDK (image_uri, role, max_run,
// use_spot_instances, base_job_name, …), from containers' env and cmd, and from
// other schedulers. Case, dashes and underscores count for nothing. What stands
// for a name is CUE text.
var habits = map[string]map[string]string{
	"": {
		"accountid": "account", "awsaccount": "account", "awsaccountid": "account", "awsregion": "region",
		"env": "environment", "stage": "environment", "labels": "tags", "trainingjobs": "jobs",
		"alerts": "notify", "notifications": "notify", "alarmtopic": "notify: topic", "snstopic": "notify: topic",
	},
	"jobs.*": {
		"imageuri": "image", "containerimage": "image", "dockerimage": "image", "container": "image",
		"machinetype": "instanceType", "machine": "instanceType",
		"nodes": "instanceCount", "numinstances": "instanceCount", "instances": "instanceCount",
		"volume": "volumeSizeGB", "disk": "volumeSizeGB", "disksize": "volumeSizeGB",
		"maxrun": "maxRuntimeSeconds", "timeout": "maxRuntimeSeconds", "timeoutseconds": "maxRuntimeSeconds",
		"usespotinstances": "spot: {maxWaitSeconds: …}", "usespot": "spot: {maxWaitSeconds: …}", "spotinstances": "spot: {maxWaitSeconds: …}",
		"maxwait": "spot: maxWaitSeconds", "maxretries": "retryAttempts", "retries": "retryAttempts", "maxretryattempts": "retryAttempts",
		"data": "inputs", "channels": "inputs", "datasets": "inputs",
		"outputpath": "output: s3", "modelpath": "output: s3", "outputkmskey": "output: kmsKey",
		"checkpoints3uri": "checkpoints: s3", "checkpointlocalpath": "checkpoints: localPath",
		"env": "environment", "envvars": "environment", "variables": "environment",
		"params": "hyperparameters", "parameters": "hyperparameters", "hyperparams": "hyperparameters",
		"metricdefinitions": "metrics", "command": "entrypoint", "cmd": "entrypoint", "args": "arguments",
		"role": "trainingRole: arn", "iamrole": "trainingRole: arn", "executionrole": "trainingRole: arn", "executionrolearn": "trainingRole: arn",
		"policies": "trainingRole: managedPolicies", "permissions": "access",
		"cron": "schedule: expression", "cronexpression": "schedule: expression", "rate": "schedule: expression",
		"trigger": "schedule or on", "event": "on", "events": "on", "labels": "tags",
		"encryptintercontainertraffic": "interContainerEncryption", "kmskey": "volumeKmsKey or output: kmsKey",
		"basejobname": "trainingJobNamePrefix", "jobname": "trainingJobNamePrefix", "jobnameprefix": "trainingJobNamePrefix",
		"lambda": "launch: lambda", "stepfunctions": "launch: stepFunctions", "modelregistry": "registration",
	},
	"jobs.*.schedule": {"cron": "expression", "cronexpression": "expression", "rate": "expression", "tz": "timezone", "disabled": "enabled", "window": "flexibleWindowMinutes"},
	"jobs.*.inputs.*": {"uri": "s3", "path": "s3", "location": "s3", "url": "s3", "format": "contentType", "mode": "inputMode"},
	"jobs.*.output":   {"uri": "s3", "path": "s3", "location": "s3", "url": "s3"},
	"jobs.*.mlflow":   {"uri": "arn", "trackinguri": "arn", "trackingserver": "arn", "trackingserverarn": "arn", "server": "arn"},
	"jobs.*.on":       {"bucket": "s3", "job": "completed: job", "trainingjob": "completed: job"},
	"jobs.*.launch":   {"eventbridge": "scheduler", "function": "lambda or custom", "statemachine": "stepFunctions"},
}

// habit returns what a name is called here that people bring along for a field of
// the struct at path, or "".
func habit(path []string, name string) string {
	place := strings.Join(path, ".")
	if len(path) > 1 && path[0] == "jobs" {
		general := append([]string{"jobs", "*"}, path[2:]...)
		if len(general) > 3 && general[2] == "inputs" {
			general[3] = "*"
		}
		place = strings.Join(general, ".")
	}
	return habits[place][fold(name)]
}
