package artifact

import (
	"context"
	"fmt"

	"github.com/smgen/smgen/internal/asset"
	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/deploy/target"
)

// Pinned is a target whose artifacts are settled.
type Pinned struct {
	// Template is the target's template in JSON, with the version of each artifact
	// that is in the bucket.
	Template []byte
	// Uploaded are the artifacts that were not there before.
	Uploaded []target.Artifact
	// Missing are those that are not there, if nothing was to be uploaded. The
	// template names no version of them.
	Missing []target.Artifact
}

// Resolve verifies the artifacts of a target, uploads those that are missing if it
// is told to, and pins them. read returns the content of one; it is asked for those
// alone that are uploaded. A target without artifacts takes no call.
func Resolve(ctx context.Context, c *session.Clients, t *target.Target, read func(target.Artifact) ([]byte, error), upload bool) (*Pinned, error) {
	p := &Pinned{Template: t.Template}
	if len(t.Artifacts) == 0 {
		return p, nil
	}
	bucket, err := Bucket(ctx, c, t)
	if err != nil {
		return nil, err
	}
	s := &store{c, bucket}
	versions := map[string]string{}
	for _, a := range t.Artifacts {
		o := object{key: a.Key, digest: a.Digest, size: a.Size, kind: "application/zip", what: "the code at " + a.Path}
		o.read = func() ([]byte, error) { return read(a) }
		version, state, err := s.settle(ctx, o, upload)
		switch {
		case err != nil:
			return nil, err
		case state == uploaded:
			p.Uploaded = append(p.Uploaded, a)
		case state == missing:
			p.Missing = append(p.Missing, a)
		}
		if isVersion(version) {
			versions[a.Key] = version
		}
	}
	if p.Template, err = pin(t, versions); err != nil {
		return nil, fmt.Errorf("pin the code of %s: %w", t.Name, err)
	}
	return p, nil
}

// FromRepository returns a function that reads artifacts from the repository of
// specs at a directory.
func FromRepository(root string) func(target.Artifact) ([]byte, error) {
	return func(a target.Artifact) ([]byte, error) {
		code, err := asset.Read(root, "", a.Path)
		if err != nil {
			return nil, fmt.Errorf("read the code of a launcher: %w", err)
		}
		return code.Zip, nil
	}
}
