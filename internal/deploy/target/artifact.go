package target

import (
	"cmp"
	"slices"

	"github.com/smgen/smgen/internal/compile"
	"github.com/smgen/smgen/internal/spec"
)

// Artifact is the code of a launcher, as a zip file.
type Artifact struct {
	// Path is where it comes from, in the repository of specs.
	Path string
	// Bucket is where it belongs; empty where the spec names an export or a
	// parameter that holds the bucket's name.
	Bucket string
	// Export is the name of another stack's export, and Parameter that of an SSM
	// parameter, if the spec names one of them instead of the bucket.
	Export, Parameter string
	// Key is its name in the bucket, and Digest its hexadecimal SHA-256.
	Key, Digest string
	Size        int64
}

// artifacts returns what the functions of a stack are made of, each once: several
// jobs may have one launcher.
func artifacts(r *compile.Result) []Artifact {
	where := bucket(r.Stack)
	var list []Artifact
	for _, a := range r.Assets {
		one := where
		one.Path, one.Key, one.Digest, one.Size = a.Path, a.Key(), a.Digest, a.Size
		list = append(list, one)
	}
	slices.SortFunc(list, func(a, b Artifact) int { return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Path, b.Path)) })
	return slices.CompactFunc(list, func(a, b Artifact) bool { return a.Key == b.Key })
}

// bucket returns an artifact that says nothing but in which bucket it is.
func bucket(stack *spec.Stack) Artifact {
	text := stack.ArtifactBucket
	if text.IsZero() {
		return Artifact{Bucket: spec.DefaultBucket(stack.Account, stack.Region)}
	}
	if name, literal := text.Literal(); literal {
		return Artifact{Bucket: name}
	}
	return Artifact{Export: text[0].Import, Parameter: text[0].SSM}
}
