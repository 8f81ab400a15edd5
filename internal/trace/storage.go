package trace

import (
	"strconv"
	"strings"

	"github.com/smgen/smgen/internal/template"
)

// index reads an index of a list.
func index(step string) (int, error) {
	n, err := strconv.Atoi(step)
	if n < 0 {
		return 0, strconv.ErrRange
	}
	return n, err
}

// storage notes the use of S3: reading the channels, writing the outputs, and
// both for checkpoints.
func (n *training) storage() {
	for _, channel := range template.Objects(n.request["InputDataConfig"]) {
		source := template.Object(channel, "DataSource", "S3DataSource")
		n.read(raw(source["S3Uri"]), raw(source["S3DataType"]))
	}
	for _, uri := range n.outputs() {
		if bucket, key, ok := n.place(uri); ok {
			n.may("write the output", n.objectARN(bucket, inside(key)), "s3:PutObject", "s3:AbortMultipartUpload")
		}
	}
	if bucket, key, ok := n.place(raw(template.Object(n.request, "CheckpointConfig")["S3Uri"])); ok {
		n.may("keep checkpoints", n.objectARN(bucket, inside(key)), "s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload")
		n.list("find checkpoints", bucket, directory(key))
	}
}

// read notes reading a channel: the objects below a prefix, or the one object
// that lists them. What a manifest lists is not known here.
func (n *training) read(uri, kind string) {
	bucket, key, ok := n.place(uri)
	if !ok {
		return
	}
	read := inside(key)
	if kind == "ManifestFile" || kind == "AugmentedManifestFile" {
		read = key
	}
	n.may("read the channel", n.objectARN(bucket, read), "s3:GetObject")
	n.list("find the channel's objects", bucket, key)
}

func (n *training) list(to, bucket, prefix string) {
	n.t.need(n.role, n.at, need{rule: ruleTraining, actions: []string{"s3:ListBucket"}, on: n.t.arn("", "s3", "", "", bucket), keys: []key{{"s3:prefix", prefix}}, to: to})
}

// outputs are the places that the job writes to, beside its checkpoints.
func (n *training) outputs() []string {
	var list []string
	for _, member := range []string{"OutputDataConfig", "TensorBoardOutputConfig", "DebugHookConfig", "ProfilerConfig"} {
		list = append(list, raw(template.Object(n.request, member)["S3OutputPath"]))
	}
	for _, rules := range []string{"DebugRuleConfigurations", "ProfilerRuleConfigurations"} {
		for _, rule := range template.Objects(n.request[rules]) {
			list = append(list, raw(rule["S3OutputPath"]))
		}
	}
	return filled(list)
}

// place reads an S3 URI. One whose bucket is not told apart from the rest, such
// as a reference in whole, is no place that a policy can be asked about.
func (n *training) place(uri string) (bucket, key string, ok bool) {
	rest, found := strings.CutPrefix(uri, "s3://")
	if !found {
		return "", "", false
	}
	bucket, key, _ = strings.Cut(rest, "/")
	return bucket, key, bucket != ""
}

func (n *training) objectARN(bucket, key string) string {
	return n.t.arn("", "s3", "", "", bucket+"/"+key)
}

// directory ends a prefix in a slash, unless it is the whole bucket.
func directory(key string) string {
	if key == "" || strings.HasSuffix(key, "/") {
		return key
	}
	return key + "/"
}

// inside is an object below a prefix.
func inside(key string) string { return directory(key) + sampleID }
