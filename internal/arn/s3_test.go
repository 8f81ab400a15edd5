package arn_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/smgen/smgen/internal/arn"
)

func TestS3(t *testing.T) {
	for uri, want := range map[string][2]string{
		"s3://my-ml-bucket/training-data/": {"my-ml-bucket", "training-data/"},
		"s3://my-ml-bucket/":               {"my-ml-bucket", ""},
		"s3://my-ml-bucket":                {"my-ml-bucket", ""},
		"s3://a.b-c.1//x y/ü?#%20":         {"a.b-c.1", "/x y/ü?#%20"},
		"s3://" + strings.Repeat("b", 63):  {strings.Repeat("b", 63), ""},
		"s3://abc/k":                       {"abc", "k"},
	} {
		bucket, key, err := arn.S3(uri)
		if err != nil {
			t.Errorf("S3(%q): %v", uri, err)
		}
		if got := [2]string{bucket, key}; got != want {
			t.Errorf("S3(%q) = %q, want %q", uri, got, want)
		}
	}
}

func TestS3Mistakes(t *testing.T) {
	for uri, want := range map[string]string{
		"":                                "is not an S3 URI; want s3://bucket/prefix",
		"my-bucket/data":                  "is not an S3 URI; want s3://bucket/prefix",
		"s3:/bucket/data":                 "is not an S3 URI; want two slashes after s3:, as in s3://bucket/prefix",
		"s3:bucket/data":                  "is not an S3 URI; want two slashes after s3:, as in s3://bucket/prefix",
		"S3://bucket/data":                "is not an S3 URI; write s3:// in lower case",
		" s3://bucket/data":               "is not an S3 URI; remove the white space around it",
		"https://bucket.s3.amazonaws.com": "is not an S3 URI; want s3://bucket/prefix rather than a web address",
		"arn:aws:s3:::bucket/data":        "is not an S3 URI; want s3://bucket/prefix rather than an ARN",
		"s3://":                           "names no bucket; want s3://bucket/prefix",
		"s3:///data":                      "names no bucket; want s3://bucket/prefix",
		"s3://My_Bucket/data":             `has the bucket "My_Bucket"; want lower-case letters, digits, dots and dashes, with a letter or digit at both ends`,
		"s3://-bucket/data":               `has the bucket "-bucket"; want lower-case letters, digits, dots and dashes, with a letter or digit at both ends`,
		"s3://bucket./data":               `has the bucket "bucket."; want lower-case letters, digits, dots and dashes, with a letter or digit at both ends`,
		"s3://buc\nket/data":              `has the bucket "buc\nket"; want lower-case letters, digits, dots and dashes, with a letter or digit at both ends`,
		"s3://bucket/a\nb":                "contains a line break; remove it",
		"s3://bucket/a\u2028":             "contains a line break; remove it",
		"s3://a..b/data":                  `has the bucket "a..b"; want single dots`,
		"s3://192.168.5.4/data":           `has the bucket "192.168.5.4"; want a name rather than an IP address`,
		"s3://ab/data":                    `has the bucket "ab"; want 3 to 63 characters`,
		"s3://" + strings.Repeat("b", 64): `has the bucket "` + strings.Repeat("b", 64) + `"; want 3 to 63 characters`,
	} {
		bucket, key, err := arn.S3(uri)
		if err == nil {
			t.Errorf("S3(%q) = %q, %q, want an error", uri, bucket, key)
		} else if !strings.HasSuffix(err.Error(), want) {
			t.Errorf("S3(%q): %v\nwant … %s", uri, err, want)
		}
	}
}

func FuzzS3(f *testing.F) {
	// CreateTrainingJob's pattern of S3Uri, with what a dot is in Java.
	documented := regexp.MustCompile(`^(https|s3)://([^/]+)/?([^\n\r\x{85}\x{2028}\x{2029}]*)$`)
	for _, seed := range []string{"s3://bucket/a/b", "s3://bucket", "S3://b", "s3:/x", "https://b/k", "s3://1.2.3.4/", "s3://bucket/a\nb", "s3://bucket//", "s3://" + strings.Repeat("b", 1000)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, uri string) {
		bucket, key, err := arn.S3(uri)
		if err != nil {
			if bucket != "" || key != "" {
				t.Errorf("S3(%q) = %q, %q along with the error %v", uri, bucket, key, err)
			}
			return
		}
		if whole := "s3://" + bucket + "/" + key; whole != uri && whole != uri+"/" {
			t.Errorf("S3(%q) = %q, %q", uri, bucket, key)
		}
		if !documented.MatchString(uri) {
			t.Errorf("S3(%q) takes what the API does not", uri)
		}
	})
}
