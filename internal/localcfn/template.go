package localcfn

import (
	"net/url"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/localcfn/objects"
	"github.com/smgen/smgen/internal/localcfn/query"
	"github.com/smgen/smgen/internal/localcfn/resolve"
	"github.com/smgen/smgen/internal/localcfn/stacks"
	"github.com/smgen/smgen/internal/template"
)

// The sizes of templates that CloudFormation takes, in bytes.
const (
	maxBody     = 51_200
	maxTemplate = 1_000_000
)

// source is where a request has its template.
type source struct {
	body, url string
	previous  bool
}

// read returns the text of a template. s is the stack, for the previous one.
func (s *Server) read(d stacks.Data, c caller, from source, stack *stacks.Stack) (string, error) {
	given := 0
	for _, is := range []bool{from.body != "", from.url != "", from.previous} {
		if is {
			given++
		}
	}
	switch {
	case given != 1:
		return "", query.Validation("Either Template URL or Template Body must be specified.")
	case from.previous && (stack == nil || stack.Template == ""):
		return "", query.Validation("No previous template to use")
	case from.previous:
		return d.Template(stack.Content)
	case from.url != "":
		return s.fetch(d, c, from.url)
	case len(from.body) > maxBody:
		return "", query.Validation("1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to %d", maxBody)
	}
	return from.body, nil
}

// fetch reads a template from a bucket of the endpoint.
func (s *Server) fetch(d stacks.Data, c caller, address string) (string, error) {
	bucket, key, version, ok := location(address)
	if !ok {
		return "", query.Validation("TemplateURL must be a supported URL.")
	}
	b, ok, err := objects.Find(d.Tx, bucket)
	if err != nil {
		return "", err
	}
	if !ok {
		return "", query.Validation("S3 error: The specified bucket does not exist")
	}
	if b.Account != c.account {
		return "", query.Validation("S3 error: Access Denied")
	}
	object, ok, err := objects.Latest(d.Tx, bucket, key)
	if version != "" {
		object, ok, err = objects.At(d.Tx, bucket, key, version)
	}
	if err != nil {
		return "", err
	}
	if !ok {
		return "", query.Validation("S3 error: The specified key does not exist.")
	}
	if object.Size > maxTemplate {
		return "", query.Validation("Template may not exceed %d bytes in size.", maxTemplate)
	}
	text, err := d.Blobs.Read(object.Blob)
	return string(text), err
}

// location reads an object's URL: with the bucket as the first part of the host, as
// S3 has it, or of the path.
func location(address string) (bucket, key, version string, ok bool) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return "", "", "", false
	}
	path := strings.TrimPrefix(u.Path, "/")
	for _, mark := range []string{".s3.", ".s3-"} {
		if bucket, rest, found := strings.Cut(u.Host, mark); found && strings.Contains(rest, "amazonaws.com") {
			return bucket, path, u.Query().Get("versionId"), path != ""
		}
	}
	bucket, key, ok = strings.Cut(path, "/")
	return bucket, key, u.Query().Get("versionId"), ok && key != ""
}

// content puts together what a deployment gives a stack: the template, kept as a
// blob, and what the request says beside it.
func (s *Server) content(d stacks.Data, c caller, stack *stacks.Stack, from source, w with) (stacks.Content, *template.Document, error) {
	var none stacks.Content
	text, err := s.read(d, c, from, stack)
	if err != nil {
		return none, nil, err
	}
	doc, err := resolve.Read(text)
	if err != nil {
		return none, nil, invalid(err)
	}
	if err := w.check(); err != nil {
		return none, nil, err
	}
	out := stacks.Content{
		Description: doc.Description, Capabilities: w.Capabilities, RoleARN: w.RoleARN,
		NotificationARNs: w.NotificationARNs, Tags: w.tags(),
	}
	previous := map[string]string{}
	if stack != nil {
		previous = stack.Parameters
		if out.RoleARN == "" {
			out.RoleARN = stack.RoleARN
		}
	}
	if out.Parameters, err = resolve.Parameters(doc, w.given(), previous); err != nil {
		return none, nil, invalid(err)
	}
	if err := capable(doc, w.Capabilities); err != nil {
		return none, nil, err
	}
	out.Template, err = d.Blobs.Put(strings.NewReader(text))
	return out, doc, err
}

// capable refuses a template that needs capabilities that are not acknowledged.
func capable(doc *template.Document, given []string) error {
	needed, _ := resolve.Capabilities(doc)
	for _, capability := range needed {
		named := capability == "CAPABILITY_IAM" && slices.Contains(given, "CAPABILITY_NAMED_IAM")
		if !slices.Contains(given, capability) && !named {
			return query.Refuse("InsufficientCapabilitiesException", "Requires capabilities : [%s]", capability)
		}
	}
	return nil
}

// invalid returns the refusal of a template that is wrong.
func invalid(err error) error {
	if wrong, ok := err.(*resolve.Error); ok {
		return query.Validation("%s", wrong.Message)
	}
	return err
}
