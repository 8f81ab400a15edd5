package physical

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"os"
	"strings"

	"github.com/smgen/smgen/internal/arn"
	"github.com/smgen/smgen/internal/template"
)

// Owner is the stack that a resource belongs to, and where it stands.
type Owner struct {
	Account, Region string
	// Stack is the stack's name, ID its ARN.
	Stack, ID string
}

// Identity is how a resource is called.
type Identity struct {
	// Physical is the physical ID, which Ref returns.
	Physical string
	// Name is the name alone, Custom whether the template chose it.
	Name   string
	Custom bool
	// Scope is where no other resource of the type may have the name: a region of
	// the account, the account, or all of AWS.
	Scope      string
	Attributes map[string]string
}

// Identify names a resource of a type: what its evaluated properties say, else by
// its owner and logical ID. The generation tells apart the resources that have the
// logical ID one after another; the same arguments give the same names.
func Identify(o Owner, typeName, logicalID string, properties map[string]any, generation int) Identity {
	k, known := kindOf(typeName)
	e := expander{o: o, properties: properties, seed: fmt.Sprintf("%s/%s/%d", o.ID, logicalID, generation)}
	id := Identity{Scope: o.Account + "/" + o.Region, Attributes: map[string]string{}}
	if chosen, ok := template.Scalar(properties[k.property]); ok && k.property != "" && chosen != "" {
		id.Name, id.Custom = chosen, true
	} else if k.name != "" {
		id.Name = e.text(k.name)
	} else {
		id.Name = e.generated(logicalID, k.longest, typeName == "AWS::S3::Bucket")
	}
	e.name = id.Name
	switch {
	case k.everywhere:
		id.Scope = ""
	case k.global:
		id.Scope = o.Account
	}
	id.Physical = id.Name
	if k.ref != "" {
		id.Physical = e.text(k.ref)
	}
	for name, form := range k.attributes {
		id.Attributes[name] = e.text(form)
	}
	if !known {
		id.Attributes["Arn"] = e.text(usualARN(typeName))
	}
	return id
}

// Attribute returns what Fn::GetAtt gives for a resource: one that its type has, a
// property of the name, or else a text that is made up.
func (i Identity) Attribute(name string, properties map[string]any) any {
	if value, ok := i.Attributes[name]; ok {
		return value
	}
	at := any(properties)
	for part := range strings.SplitSeq(name, ".") {
		object, _ := at.(map[string]any)
		at = object[part]
	}
	if at != nil {
		return at
	}
	if value, ok := i.Attributes["Arn"]; ok && strings.HasSuffix(name, "Arn") {
		return value
	}
	return i.Name + "-" + strings.ToLower(strings.ReplaceAll(name, ".", "-"))
}

// usualARN is the ARN that most types have.
func usualARN(typeName string) string {
	parts := strings.Split(strings.ToLower(typeName), "::")
	return "arn:${partition}:" + parts[min(1, len(parts)-1)] + ":${region}:${account}:" + parts[len(parts)-1] + "/${name}"
}

// expander fills in the forms of a [kind].
type expander struct {
	o          Owner
	properties map[string]any
	name       string
	seed       string
}

func (e expander) text(form string) string { return os.Expand(form, e.variable) }

func (e expander) variable(name string) string {
	switch name {
	case "name":
		return e.name
	case "/name":
		return "/" + strings.TrimPrefix(e.name, "/")
	case "partition":
		return arn.Partition(e.o.Region)
	case "region":
		return e.o.Region
	case "account":
		return e.o.Account
	case "domain":
		return Domain(e.o.Region)
	case "id":
		return e.random(12)
	case "uuid":
		return UUID(e.seed)
	case "path":
		return orElse(e.property("Path"), "/")
	case "group":
		return orElse(e.property("GroupName"), "default")
	case "bus/":
		return ending(e.bus(), "/")
	case "bus|":
		return ending(e.bus(), "|")
	}
	return e.property(name)
}

func (e expander) property(name string) string {
	text, _ := template.Scalar(e.properties[name])
	return text
}

// bus returns the event bus that is not the default one.
func (e expander) bus() string {
	name := e.property("EventBusName")
	if name = name[strings.LastIndex(name, "/")+1:]; name != "default" {
		return name
	}
	return ""
}

// generated returns the name of a resource that the template leaves to AWS. Of a
// name that is too long, stack and logical ID are cut.
func (e expander) generated(logicalID string, longest int, lower bool) string {
	stack, random := e.o.Stack, e.random(12)
	if longest > 0 {
		room := longest - len(random) - 2
		if len(logicalID) > room-min(len(stack), room/2) {
			logicalID = logicalID[:room-min(len(stack), room/2)]
		}
		stack = stack[:min(len(stack), room-len(logicalID))]
	}
	name := stack + "-" + logicalID + "-" + random
	if lower {
		return strings.ToLower(name)
	}
	return name
}

// random returns letters and digits that follow from the seed.
func (e expander) random(n int) string {
	sum := sha256.Sum256([]byte(e.seed))
	return base32.StdEncoding.EncodeToString(sum[:])[:n]
}

// UUID returns a UUID that follows from a seed.
func UUID(seed string) string {
	b := sha256.Sum256([]byte(seed))
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:16])
}

// Domain returns the end of host names in a region, Ref AWS::URLSuffix.
func Domain(region string) string {
	if arn.Partition(region) == "aws-cn" {
		return "amazonaws.com.cn"
	}
	return "amazonaws.com"
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

func ending(text, end string) string {
	if text == "" {
		return ""
	}
	return text + end
}
