package launch

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/awslabs/goformation/v7/cloudformation/policies"
	"github.com/awslabs/goformation/v7/cloudformation/sagemaker"

	"github.com/smgen/smgen/internal/lazyregexp"
)

// ModelPackageGroup adds a group to the model registry, once for all jobs that
// name it, and returns a token for its name. It outlives the stack: it cannot be
// deleted while it has versions, and they are what all the training was for.
func (s *Shared) ModelPackageGroup(name, path string) (string, error) {
	id := s.groups[name]
	if id != "" {
		return name, nil
	}
	id = groupID(name)
	s.groups[name] = id
	s.Claim("model package group", name, path)
	s.Origin(id, "", path)
	return name, s.template.Add(id, &sagemaker.ModelPackageGroup{
		ModelPackageGroupName:                name,
		Tags:                                 Tags(s.stack, nil),
		AWSCloudFormationDeletionPolicy:      policies.DeletionPolicy("Retain"),
		AWSCloudFormationUpdateReplacePolicy: policies.UpdateReplacePolicy("Retain"),
	})
}

// plainGroup is the form of names that PascalCase keeps apart.
var plainGroup = lazyregexp.New(`^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$`)

// groupID is the logical ID of a group: its name in PascalCase, with digits of its
// hash where another name could give the same. It depends on nothing else, so that
// no group is replaced because another one came.
func groupID(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return r == '-' })
	id := LogicalID(strings.Join(words, "-")) + "ModelPackageGroup"
	if !plainGroup().MatchString(name) {
		sum := sha256.Sum256([]byte(name))
		id += hex.EncodeToString(sum[:4])
	}
	return id
}
