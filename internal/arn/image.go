package arn

import (
	"fmt"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/lazyregexp"
)

// ECRImage is a container image in an account's private ECR registry.
type ECRImage struct {
	// Account is the twelve digits of the account that owns the registry.
	Account string
	Region  string
	// Suffix is the end of the registry's host, such as amazonaws.com.
	Suffix string
	// Repository may hold slashes: team/churn.
	Repository string
	// Tag is empty if the URI has none. Without a digest too, that means latest.
	Tag string
	// Digest is sha256: and 64 hexadecimal digits, or empty.
	Digest string
}

// RepositoryARN is the resource that a policy must allow for pulling the image.
func (i ECRImage) RepositoryARN() ARN {
	return ARN{
		Partition: Partition(i.Region), Service: "ecr", Region: i.Region, Account: i.Account,
		Resource: "repository/" + i.Repository,
	}
}

// NotECRError says that an image comes from elsewhere than a private ECR
// registry, such as Docker Hub or public.ecr.aws. The URI may be fine: SageMaker
// can pull from other registries, if the request says how.
type NotECRError struct{ Image string }

func (e *NotECRError) Error() string {
	return fmt.Sprintf("image %q is not in a private Amazon ECR registry; want <account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>", e.Image)
}

var (
	// registryPattern takes apart the four kinds of host: plain and FIPS, each
	// for IPv4 (dkr.ecr) and for both protocols (dkr-ecr).
	registryPattern   = lazyregexp.New(`^([^.]*)\.dkr[.-]ecr(?:-fips)?\.([^.]*)\.(.+)$`)
	regionNamePattern = lazyregexp.New(`^[a-z]+(-[a-z]+)+-[0-9]+$`)
	digitsPattern     = lazyregexp.New(`^[0-9]{12}$`)
	repositoryPattern = lazyregexp.New(`^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$`)
	tagPattern        = lazyregexp.New(`^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$`)
	digestPattern     = lazyregexp.New(`^sha256:[0-9a-f]{64}$`)
)

// Image reads the URI of an image in a private ECR registry, with tag, digest,
// both or neither. An image from elsewhere is a *[NotECRError]; any other error
// is a mistake in an ECR URI.
func Image(uri string) (ECRImage, error) {
	if scheme, _, found := strings.Cut(uri, "://"); found {
		return ECRImage{}, fmt.Errorf("image %q starts with %s://; write it without", uri, scheme)
	}
	host, path, _ := strings.Cut(uri, "/")
	parts := registryPattern().FindStringSubmatch(host)
	if parts == nil {
		return ECRImage{}, &NotECRError{Image: uri}
	}
	image := ECRImage{Account: parts[1], Region: parts[2], Suffix: parts[3]}
	known := worldOf(image.Region).registries
	switch {
	case !digitsPattern().MatchString(image.Account):
		return ECRImage{}, fmt.Errorf("image %q has the account %q; want twelve digits", uri, image.Account)
	case !regionNamePattern().MatchString(image.Region):
		return ECRImage{}, fmt.Errorf("image %q has the region %q; want one such as us-east-1", uri, image.Region)
	case !slices.Contains(known, image.Suffix):
		return ECRImage{}, fmt.Errorf("image %q has a host that ends in %s; registries in %s end in %s", uri, image.Suffix, image.Region, known[0])
	}
	if err := image.readPath(path); err != nil {
		return ECRImage{}, fmt.Errorf("image %q %w", uri, err)
	}
	return image, nil
}

// readPath fills in what follows the host: repository[:tag][@digest].
func (i *ECRImage) readPath(path string) error {
	path, digest, hasDigest := strings.Cut(path, "@")
	repository, tag, hasTag := strings.Cut(path, ":")
	switch {
	case repository == "":
		return fmt.Errorf("names no repository; want <host>/<repository>:<tag>")
	case len(repository) < 2 || len(repository) > 256 || !repositoryPattern().MatchString(repository):
		return fmt.Errorf("has the repository %q; want 2 to 256 lower-case letters, digits and single . _ - / between them", repository)
	case hasTag && !tagPattern().MatchString(tag):
		return fmt.Errorf("has the tag %q; want up to 128 letters, digits and _ . -, the first no . or -", tag)
	case hasDigest && !digestPattern().MatchString(digest):
		return fmt.Errorf("has the digest %q; want sha256: and 64 hexadecimal digits", digest)
	}
	i.Repository, i.Tag, i.Digest = repository, tag, digest
	return nil
}
