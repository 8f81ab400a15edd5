package bootstrap

import "github.com/smgen/smgen/internal/iam"

// oldVersionDays is how long versions are kept that are no longer current. Functions
// have copies of their code; a template that names an old version is one of the past.
const oldVersionDays = 365

// bucket is the artifact bucket. Current versions are never removed: what was
// deployed once can be deployed again. It is made after the resources in after, and
// stays when the stack goes, unless the stack could not be made.
func bucket(p Place, after []string) object {
	return object{
		"Type": "AWS::S3::Bucket", "DeletionPolicy": "RetainExceptOnCreate", "UpdateReplacePolicy": "Retain", "DependsOn": after,
		"Properties": object{
			"BucketName":              p.bucket(),
			"VersioningConfiguration": object{"Status": "Enabled"},
			"BucketEncryption": object{"ServerSideEncryptionConfiguration": []any{
				object{"ServerSideEncryptionByDefault": object{"SSEAlgorithm": "AES256"}},
			}},
			"OwnershipControls": object{"Rules": []any{object{"ObjectOwnership": "BucketOwnerEnforced"}}},
			"PublicAccessBlockConfiguration": object{
				"BlockPublicAcls": true, "BlockPublicPolicy": true, "IgnorePublicAcls": true, "RestrictPublicBuckets": true,
			},
			"LifecycleConfiguration": object{"Rules": []any{object{
				"Id": "OldVersions", "Status": "Enabled",
				"NoncurrentVersionExpiration":    object{"NoncurrentDays": oldVersionDays},
				"AbortIncompleteMultipartUpload": object{"DaysAfterInitiation": 7},
			}}},
		},
	}
}

// bucketPolicy lets nobody in without TLS.
func bucketPolicy(p Place) object {
	whole := "arn:" + p.Partition + ":s3:::" + p.bucket()
	tls := iam.Deny("OnlyTLS", iam.On(whole, whole+"/*"), "s3:*").When(iam.Bool("aws:SecureTransport", false))
	tls.Principal = iam.Everyone()
	return object{
		"Type":       "AWS::S3::BucketPolicy",
		"Properties": object{"Bucket": object{"Ref": "ArtifactBucket"}, "PolicyDocument": iam.Document{Statements: []iam.Statement{tls}}},
	}
}
