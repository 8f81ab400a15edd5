package plan

import "fmt"

// contents names, by type, what is in a resource that a template does not bring
// back. Types whose whole content is their properties are not in it.
func contents() map[string]string {
	return map[string]string{
		"AWS::Cognito::UserPool":               "users",
		"AWS::DocDB::DBCluster":                "data",
		"AWS::DynamoDB::GlobalTable":           "items",
		"AWS::DynamoDB::Table":                 "items",
		"AWS::EC2::Volume":                     "data",
		"AWS::ECR::Repository":                 "images",
		"AWS::EFS::FileSystem":                 "files",
		"AWS::Events::Archive":                 "events",
		"AWS::FSx::FileSystem":                 "files",
		"AWS::Glue::Database":                  "tables",
		"AWS::KMS::Key":                        "key material",
		"AWS::Kinesis::Stream":                 "records",
		"AWS::Logs::LogGroup":                  "log events",
		"AWS::Neptune::DBCluster":              "data",
		"AWS::OpenSearchService::Domain":       "indexes",
		"AWS::RDS::DBCluster":                  "data",
		"AWS::RDS::DBInstance":                 "data",
		"AWS::Redshift::Cluster":               "data",
		"AWS::S3::Bucket":                      "objects",
		"AWS::SQS::Queue":                      "messages",
		"AWS::SageMaker::FeatureGroup":         "features",
		"AWS::SageMaker::MlflowApp":            "experiments, runs and models",
		"AWS::SageMaker::MlflowTrackingServer": "experiments, runs and models",
		"AWS::SageMaker::ModelPackageGroup":    "model versions",
		"AWS::Scheduler::ScheduleGroup":        "schedules",
		"AWS::SecretsManager::Secret":          "secret value",
	}
}

// noteData says what becomes of the data in what is removed or replaced, and what
// stays behind.
func (c *comparison) noteData() {
	all := contents()
	for id, f := range c.fates {
		what, holds := all[f.typeName]
		message := ""
		kind := DataRetained
		switch f.policyAction() {
		case "Retain":
			message = fmt.Sprintf("%s stays behind when it leaves the stack, and costs what it costs: delete it by hand once nobody needs it", describe(f, what))
		case "ReplaceAndRetain":
			message = fmt.Sprintf("%s %s, and the old one stays behind: delete it by hand once nobody needs it", describe(f, what), f.isReplaced())
		case "Snapshot", "ReplaceAndSnapshot":
			message = fmt.Sprintf("of %s a snapshot is kept, if the service can make one", describe(f, what))
		case "Delete":
			kind = DataLost
			message = fmt.Sprintf("%s is deleted: to keep it, deploy it with DeletionPolicy: Retain first", describe(f, what))
		case "ReplaceAndDelete":
			kind = DataLost
			message = fmt.Sprintf("%s %s, and the old one is deleted: to keep it, set UpdateReplacePolicy: Retain", describe(f, what), f.isReplaced())
		}
		if message == "" || kind == DataLost && !holds || f.retyped() {
			continue
		}
		if f.typeName == "AWS::S3::Bucket" && kind == DataLost {
			message += ". CloudFormation deletes an empty bucket only: with objects in it the deletion fails"
		}
		c.note(kind, id, message)
	}
}

func describe(f *fate, what string) string {
	if what == "" {
		return fmt.Sprintf("%s (%s)", f.id, f.typeName)
	}
	return fmt.Sprintf("%s (%s) with its %s", f.id, f.typeName, what)
}

func (f *fate) isReplaced() string {
	if f.replacement == mayReplace {
		return "may be replaced"
	}
	return "is replaced"
}

func (c *comparison) note(kind NoteKind, id, message string) {
	c.notes = append(c.notes, Note{kind, id, message})
}
