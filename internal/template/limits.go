package template

import "bytes"

// maxLogicalID is CloudFormation's limit for logical IDs and output names.
const maxLogicalID = 255

// How large the text of a template can be for CloudFormation, in bytes. The
// documentation says 1 MB for the second; taken as the smaller of its two readings,
// as other tools do.
const (
	// MaxBody is the limit in a call; a larger one is read from S3.
	MaxBody = 51_200
	// MaxSize is the limit in S3.
	MaxSize = 1_000_000
)

// Limit is one of CloudFormation's quotas for templates, and how much of it a
// template uses.
type Limit struct {
	// Name says what is counted, with its unit, such as "template size in
	// bytes".
	Name string
	// Pointer is the JSON pointer of the one value that is limited; empty for
	// what many together reach.
	Pointer string
	Reached int
	Max     int
	// Advisory says that a template above the limit can still be deployed: it
	// is uploaded to S3 instead of being sent along.
	Advisory bool
}

// Exceeded reports whether the template uses more than the limit allows.
func (l Limit) Exceeded() bool { return l.Reached > l.Max }

// Limits returns every quota that CloudFormation documents for what a template
// of this package can hold, always in the same order. encoded is what Encode
// returned.
func (t *Template) Limits(encoded []byte) []Limit {
	longest := 0
	for id := range t.resources {
		longest = max(longest, len(id))
	}
	for name := range t.outputs {
		longest = max(longest, len(name))
	}
	return []Limit{
		{Name: "template size in bytes", Reached: len(encoded), Max: MaxSize},
		{Name: "template size in bytes without upload", Reached: len(encoded), Max: MaxBody, Advisory: true},
		{Name: "resources", Reached: len(t.resources), Max: 500},
		{Name: "outputs", Reached: len(t.outputs), Max: 200},
		{Name: "dynamic references", Reached: bytes.Count(encoded, []byte(dynamicOpen)), Max: 60},
		{Name: "logical ID length in characters", Reached: longest, Max: maxLogicalID},
		{Name: "description size in bytes", Pointer: "/Description", Reached: len(t.Description), Max: 1024},
	}
}
