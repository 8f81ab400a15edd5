package policy

import (
	"fmt"
	"slices"

	"github.com/smgen/smgen/internal/arn"
	"github.com/smgen/smgen/internal/diag"
)

// movingTags are tags that, by their names, are put on one image after another.
var movingTags = [...]string{
	"latest", "main", "master", "trunk", "head", "edge", "nightly", "stable", "current", "dev", "develop", "development",
	"test", "staging", "stage", "prod", "production", "release",
}

func mutableTag() Rule {
	return Rule{
		ID:       "SM503",
		Title:    "an image is named so that it cannot change",
		Severity: diag.Warning,
		Doc: `A tag such as latest is moved to each new image, so that a run trains with code that no
review has seen, and no run can be repeated. A digest names one image for good; a version's tag does
where the registry keeps tags (ECR's tag immutability).`,
		Good: `image: "123456789012.dkr.ecr.us-east-1.amazonaws.com/train:v3"`,
		Bad:  `image: "123456789012.dkr.ecr.us-east-1.amazonaws.com/train:latest"`,
		Check: func(p *Pass) {
			value, path := p.member("AlgorithmSpecification", "TrainingImage")
			uri, _ := value.(string)
			image, err := arn.Image(uri)
			switch {
			case err != nil || image.Digest != "":
			case image.Tag == "":
				p.Report(path, "the image has no tag, which means latest: it changes with each push", "name a version or, better, a digest: …@sha256:…")
			case slices.Contains(movingTags[:], image.Tag):
				p.Report(path, fmt.Sprintf("the tag %q moves from image to image", image.Tag), "name a version or, better, a digest: …@sha256:…")
			}
		},
	}
}
