package arn_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/arn"
)

const digest = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

func TestImage(t *testing.T) {
	for uri, want := range map[string]arn.ECRImage{
		"123456789012.dkr.ecr.us-east-1.amazonaws.com/my-image:v3": {
			Account: "123456789012", Region: "us-east-1", Suffix: "amazonaws.com", Repository: "my-image", Tag: "v3",
		},
		"123456789012.dkr.ecr.us-east-1.amazonaws.com/team/a__b.c/d": {
			Account: "123456789012", Region: "us-east-1", Suffix: "amazonaws.com", Repository: "team/a__b.c/d",
		},
		"123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/image@" + digest: {
			Account: "123456789012", Region: "cn-north-1", Suffix: "amazonaws.com.cn", Repository: "image", Digest: digest,
		},
		"123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com/image:1.0_x@" + digest: {
			Account: "123456789012", Region: "us-gov-west-1", Suffix: "amazonaws.com", Repository: "image", Tag: "1.0_x", Digest: digest,
		},
		"123456789012.dkr-ecr.eu-west-1.on.aws/image:v1": {
			Account: "123456789012", Region: "eu-west-1", Suffix: "on.aws", Repository: "image", Tag: "v1",
		},
		"123456789012.dkr-ecr-fips.us-east-2.on.aws/image:v1": {
			Account: "123456789012", Region: "us-east-2", Suffix: "on.aws", Repository: "image", Tag: "v1",
		},
	} {
		got, err := arn.Image(uri)
		if err != nil {
			t.Errorf("Image(%q): %v", uri, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Image(%q) (-want +got):\n%s", uri, diff)
		}
	}
}

func TestImageFromElsewhere(t *testing.T) {
	for _, uri := range []string{
		"", "ubuntu", "ubuntu:24.04", "public.ecr.aws/docker/library/python:3.13", "localhost:5000/image",
		"ghcr.io/acme/123456789012.dkr.ecr.us-east-1.amazonaws.com/x", "123456789012.dkr.gcr.us-east-1.amazonaws.com/image",
	} {
		got, err := arn.Image(uri)
		var elsewhere *arn.NotECRError
		if !errors.As(err, &elsewhere) || elsewhere.Image != uri {
			t.Errorf("Image(%q) = %v, %v, want a *NotECRError that names it", uri, got, err)
		}
	}
	const want = `image "ubuntu" is not in a private Amazon ECR registry; want <account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>`
	if _, err := arn.Image("ubuntu"); err.Error() != want {
		t.Errorf("Image(ubuntu): %v\nwant %s", err, want)
	}
}

func TestImageMistakes(t *testing.T) {
	const host = "123456789012.dkr.ecr.us-east-1.amazonaws.com"
	for uri, want := range map[string]string{
		"https://" + host + "/image:v1":                        "starts with https://; write it without",
		"12345.dkr.ecr.us-east-1.amazonaws.com/image:v1":       `has the account "12345"; want twelve digits`,
		"123456789012.dkr.ecr.useast1.amazonaws.com/i:v1":      `has the region "useast1"; want one such as us-east-1`,
		"123456789012.dkr.ecr.cn-north-1.amazonaws.com/img:v1": "has a host that ends in amazonaws.com; registries in cn-north-1 end in amazonaws.com.cn",
		"123456789012.dkr.ecr.us-east-1.example.com/image:v1":  "has a host that ends in example.com; registries in us-east-1 end in amazonaws.com",
		host:                                  "names no repository; want <host>/<repository>:<tag>",
		host + "/":                            "names no repository; want <host>/<repository>:<tag>",
		host + "/Image:v1":                    `has the repository "Image"; want 2 to 256 lower-case letters, digits and single . _ - / between them`,
		host + "/a//b:v1":                     `has the repository "a//b"; want 2 to 256 lower-case letters, digits and single . _ - / between them`,
		host + "/" + strings.Repeat("a", 257): `has the repository "` + strings.Repeat("a", 257) + `"; want 2 to 256 lower-case letters, digits and single . _ - / between them`,
		host + "/image:":                      `has the tag ""; want up to 128 letters, digits and _ . -, the first no . or -`,
		host + "/image:" + "v1 ":              `has the tag "v1 "; want up to 128 letters, digits and _ . -, the first no . or -`,
		host + "/image@sha256:123":            `has the digest "sha256:123"; want sha256: and 64 hexadecimal digits`,
		host + "/image@" + digest + "x":       `has the digest "` + digest + `x"; want sha256: and 64 hexadecimal digits`,
		host + "/image:v1@" + strings.ToUpper(digest[:9]): `has the digest "SHA256:9F"; want sha256: and 64 hexadecimal digits`,
	} {
		got, err := arn.Image(uri)
		if err == nil {
			t.Errorf("Image(%q) = %v, want an error", uri, got)
			continue
		}
		var elsewhere *arn.NotECRError
		if errors.As(err, &elsewhere) || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("Image(%q): %v\nwant … %s", uri, err, want)
		}
	}
}

func TestRepositoryARN(t *testing.T) {
	image, err := arn.Image("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/team/churn:v1")
	if err != nil {
		t.Fatal(err)
	}
	const want = "arn:aws-cn:ecr:cn-north-1:123456789012:repository/team/churn"
	if got := image.RepositoryARN().String(); got != want {
		t.Errorf("RepositoryARN() = %s, want %s", got, want)
	}
}

func FuzzImage(f *testing.F) {
	// The host as the ECR user guide has it; the path as CreateTrainingJob has it:
	// repository[:tag] or repository@digest, here both together as well.
	documented := regexp.MustCompile(`^[0-9]{12}\.dkr[.-]ecr(-fips)?\.[a-z0-9-]+\.[a-z0-9.-]+/[a-z0-9._/-]+(:[A-Za-z0-9_.-]+)?(@sha256:[0-9a-f]{64})?$`)
	for _, seed := range []string{
		"123456789012.dkr.ecr.us-east-1.amazonaws.com/a/b:v3@" + digest, "123456789012.dkr-ecr.eu-west-1.on.aws/ab", "ubuntu", "s3://x", "a/b:c@d:e",
		"123456789012.dkr.ecr.us-east-1.amazonaws.com/a:v\n", "123456789012.dkr.ecr.us-east-1.amazonaws.com/" + strings.Repeat("a/", 1000),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, uri string) {
		image, err := arn.Image(uri)
		if err != nil {
			return
		}
		// What was read, written again, is the URI: nothing was dropped.
		path := image.Repository
		if image.Tag != "" {
			path += ":" + image.Tag
		}
		if image.Digest != "" {
			path += "@" + image.Digest
		}
		if !strings.HasPrefix(uri, image.Account+".dkr") || !strings.HasSuffix(uri, "."+image.Region+"."+image.Suffix+"/"+path) {
			t.Errorf("Image(%q) = %+v", uri, image)
		}
		if !documented.MatchString(uri) {
			t.Errorf("Image(%q) takes what no documentation does", uri)
		}
		if _, err := arn.Parse(image.RepositoryARN().String()); err != nil {
			t.Errorf("Image(%q).RepositoryARN(): %v", uri, err)
		}
	})
}
