package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/iam"
	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/spec"
)

// place is a place in S3: a bucket and a key prefix, with tokens for what is
// not known yet.
type place struct{ bucket, prefix string }

// storage grants reading the inputs, writing the outputs, and both for the
// checkpoints, and lists buckets below the same prefixes only.
func (p *policy) storage() {
	var read, write, listed []place
	add := func(list *[]place, uri spec.Text, directory bool) {
		if at, ok := p.place(uri, directory); ok {
			*list = append(*list, at)
			listed = append(listed, at)
		}
	}
	for _, source := range p.doc.inputs() {
		add(&read, source.uri, false)
		// With access, the user has said what the role needs besides.
		if source.manifest && len(p.job.Spec.Access) == 0 && p.job.Spec.TrainingRole.Arn.IsZero() {
			p.job.Warn(spec.Join("inputs", source.channel), "the channel is a manifest: the role may read the manifest, and needs access to what it lists",
				"grant s3:GetObject on the listed objects with access")
		}
	}
	for _, uri := range p.doc.outputs() {
		add(&write, uri, true)
	}
	checkpoints, ok := p.place(p.doc.text("CheckpointConfig", "S3Uri"), true)
	if ok {
		listed = append(listed, checkpoints)
	}
	if m := p.job.Stack.MlflowOf(p.job.Spec); m != nil && !m.Artifacts.IsZero() {
		add(&write, m.Artifacts, true)
		add(&read, m.Artifacts, true)
	}
	if len(read) > 0 {
		p.allow("ReadInput", p.objects(read), "s3:GetObject")
	}
	if len(write) > 0 {
		p.allow("WriteOutput", p.objects(write), "s3:PutObject", "s3:AbortMultipartUpload")
	}
	if ok {
		p.allow("SyncCheckpoints", p.objects([]place{checkpoints}), "s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload")
	}
	p.list(listed)
}

// place reads an S3 URI. A directory covers what is below it; any other URI is
// a key prefix, as SageMaker takes it. A run's own part of a URI is left open.
func (p *policy) place(uri spec.Text, directory bool) (place, bool) {
	fixed := spec.Text{}
	for _, part := range uri {
		if part.Run != "" {
			break
		}
		fixed = append(fixed, part)
	}
	rest, ok := strings.CutPrefix(p.job.Text(fixed), "s3://")
	if !ok {
		return place{}, false
	}
	bucket, prefix, _ := strings.Cut(rest, "/")
	if directory && prefix != "" && !strings.HasSuffix(prefix, "/") {
		prefix += "/"
	}
	return place{bucket, prefix}, true
}

func (p *policy) objects(places []place) []string {
	var list []string
	for _, at := range places {
		list = append(list, launch.BucketARN(p.job.Stack, at.bucket)+"/"+iam.Literal(at.prefix)+"*")
	}
	return list
}

// list allows listing each bucket, for the prefixes in use unless the spec
// widens it or uses the whole bucket, and asking for its region. The listing of
// a whole bucket may come without a prefix, which no condition on it lets pass.
func (p *policy) list(places []place) {
	var buckets []string
	prefixes := map[string][]string{}
	for _, at := range places {
		if !slices.Contains(buckets, at.bucket) {
			buckets = append(buckets, at.bucket)
		}
		prefixes[at.bucket] = append(prefixes[at.bucket], iam.Literal(at.prefix)+"*")
	}
	for i, bucket := range buckets {
		statement := iam.Allow(fmt.Sprintf("ListBucket%d", i+1), iam.On(launch.BucketARN(p.job.Stack, bucket)), "s3:ListBucket")
		if !p.job.Spec.TrainingRole.ListWholeBuckets && !slices.Contains(prefixes[bucket], "*") {
			statement = statement.When(iam.StringLike("s3:prefix", prefixes[bucket]...))
		}
		p.policy.Add(statement)
	}
	if len(buckets) > 0 {
		var all []string
		for _, bucket := range buckets {
			all = append(all, launch.BucketARN(p.job.Stack, bucket))
		}
		p.allow("LocateBuckets", all, "s3:GetBucketLocation")
	}
}
