package target

import (
	"cmp"
	"slices"

	"github.com/smgen/smgen/internal/compile"
	"github.com/smgen/smgen/internal/spec"
)

// Bucket is the artifact bucket of a stack. Exactly one of its fields is set.
type Bucket struct {
	Name string
	// Export is the name of another stack's export, and Parameter that of an SSM
	// parameter, which hold the bucket's name.
	Export, Parameter string
}

// Artifact is the code of a launcher, as a zip file.
type Artifact struct {
	// Path is where it comes from, in the repository of specs.
	Path string
	// Bucket is the name of the artifact bucket; empty where the spec does not name
	// it itself.
	Bucket string
	// Key is its name in the bucket, and Digest its hexadecimal SHA-256.
	Key, Digest string
	Size        int64
}

// artifacts returns what the functions of a stack are made of, each once: several
// jobs may have one launcher.
func artifacts(r *compile.Result, bucket Bucket) []Artifact {
	var list []Artifact
	for _, a := range r.Assets {
		list = append(list, Artifact{Path: a.Path, Bucket: bucket.Name, Key: a.Key(), Digest: a.Digest, Size: a.Size})
	}
	slices.SortFunc(list, func(a, b Artifact) int { return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Path, b.Path)) })
	return slices.CompactFunc(list, func(a, b Artifact) bool { return a.Key == b.Key })
}

func bucketOf(stack *spec.Stack) Bucket {
	text := stack.ArtifactBucket
	if text.IsZero() {
		return Bucket{Name: spec.DefaultBucket(stack.Account, stack.Region)}
	}
	if name, literal := text.Literal(); literal {
		return Bucket{Name: name}
	}
	return Bucket{Export: text[0].Import, Parameter: text[0].SSM}
}
