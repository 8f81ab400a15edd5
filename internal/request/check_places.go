package request

import (
	"fmt"
	"strings"

	"github.com/smgen/smgen/internal/spec"
)

// checkNetwork refuses names where IDs belong: the API's own pattern lets both
// through. Groups have the form sg-xxxxxxxx, as the API reference of VpcConfig says,
// and the IDs of subnets start with subnet-.
func (b *builder) checkNetwork(r *Request) {
	network, _ := r.Document["VpcConfig"].(map[string]any)
	for _, kind := range [...]struct{ member, prefix, what string }{
		{"Subnets", "subnet-", "subnet"},
		{"SecurityGroupIds", "sg-", "security group"},
	} {
		list, _ := network[kind.member].([]any)
		for i, element := range list {
			id, ok := spec.AsText(element).Literal()
			if ok && id != "" && !strings.HasPrefix(id, kind.prefix) {
				b.report(r.Path(fmt.Sprintf("/VpcConfig/%s/%d", kind.member, i)),
					fmt.Sprintf("%q is not the ID of a %s", id, kind.what), "want one such as "+kind.prefix+"0123456789abcdef0, not its name")
			}
		}
	}
}

// checkWildcards warns of an asterisk in what is a prefix of keys: SageMaker takes
// all keys that start so, and the asterisk for a character of the key.
func (b *builder) checkWildcards(r *Request) {
	channels, _ := r.Document["InputDataConfig"].([]any)
	for i, c := range channels {
		channel, _ := c.(map[string]any)
		source, _ := channel["DataSource"].(map[string]any)
		place, _ := source["S3DataSource"].(map[string]any)
		uri, ok := spec.AsText(place["S3Uri"]).Literal()
		if before, _, found := strings.Cut(uri, "*"); ok && found && place["S3DataType"] == "S3Prefix" {
			b.warn(r.Path(fmt.Sprintf("/InputDataConfig/%d/DataSource/S3DataSource/S3Uri", i)),
				"S3 knows no wildcards: the channel has the objects whose keys start with this text, asterisk included",
				fmt.Sprintf("write what the keys start with, such as %q; to choose among them, set s3DataType: \"ManifestFile\"", before))
		}
	}
}
