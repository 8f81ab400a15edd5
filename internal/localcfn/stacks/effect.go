package stacks

import (
	"errors"
	"fmt"
	"strings"

	"github.com/smgen/smgen/internal/localcfn/objects"
	"github.com/smgen/smgen/internal/template"
)

// taken is the owner of a name.
type taken struct{ StackID, LogicalID string }

func (r *Resource) nameKey() string {
	return r.Identity.Scope + "/" + r.Type + "/" + r.Identity.Name
}

// create does what making a resource does to others. The text says why it cannot be
// made, empty if it was.
func (d Data) create(s *Stack, r *Resource) (refusal string, err error) {
	if r.Identity.Custom {
		var owner taken
		if ok, err := d.Tx.Get(kindTaken, r.nameKey(), &owner); err != nil {
			return "", err
		} else if ok {
			return fmt.Sprintf("Resource handler returned message: \"Resource of type '%s' with identifier '%s' already exists.\" (HandlerErrorCode: AlreadyExists)", r.Type, r.Identity.Name), nil
		}
		if err := d.Tx.Put(kindTaken, r.nameKey(), taken{s.ID, r.LogicalID}); err != nil {
			return "", err
		}
	}
	if r.Type == "AWS::S3::Bucket" {
		err := objects.Make(d.Tx, objects.Bucket{Name: r.Identity.Name, Account: s.Account, Region: s.Region, Created: d.Now})
		if errors.Is(err, objects.ErrTaken) {
			if err := d.release(s, r); err != nil {
				return "", err
			}
			return fmt.Sprintf("%s already exists (Service: S3, Status Code: 409, HandlerErrorCode: AlreadyExists)", r.Identity.Name), nil
		} else if err != nil {
			return "", err
		}
	}
	refusal, err = d.change(s, r)
	if refusal != "" && err == nil {
		err = d.release(s, r)
	}
	return refusal, err
}

// change does what changing a resource in place does to others. The text says why
// it cannot be changed, empty if it was.
func (d Data) change(s *Stack, r *Resource) (refusal string, err error) {
	switch r.Type {
	case "AWS::S3::Bucket":
		status := template.Object(r.Properties, "VersioningConfiguration")["Status"]
		return "", objects.Keep(d.Tx, r.Identity.Name, status == "Enabled")
	case "AWS::SSM::Parameter":
		value, _ := template.Scalar(r.Properties["Value"])
		return "", d.Tx.Put(kindSSM, s.Place().key()+r.Identity.Name, value)
	case "AWS::Lambda::Function":
		return d.code(s, r)
	}
	return "", nil
}

// code looks for the archive of a function, and says why it cannot be read. Where
// the bucket's name is made up, nobody can know.
func (d Data) code(s *Stack, r *Resource) (refusal string, err error) {
	code := template.Object(r.Properties, "Code")
	bucket, _ := template.Scalar(code["S3Bucket"])
	key, _ := template.Scalar(code["S3Key"])
	if bucket == "" || strings.HasPrefix(bucket, madeUp) {
		return "", nil
	}
	refuse := func(code, message string) (string, error) {
		return fmt.Sprintf("Resource handler returned message: \"Error occurred while GetObject. S3 Error Code: %s. S3 Error Message: %s (Service: Lambda, Status Code: 400)\" (HandlerErrorCode: InvalidRequest)", code, message), nil
	}
	b, ok, err := objects.Find(d.Tx, bucket)
	switch {
	case err != nil:
		return "", err
	case !ok:
		return refuse("NoSuchBucket", "The specified bucket does not exist")
	case b.Account != s.Account:
		return refuse("AccessDenied", "Access Denied")
	}
	_, ok, err = objects.Latest(d.Tx, bucket, key)
	if version, given := template.Scalar(code["S3ObjectVersion"]); given {
		_, ok, err = objects.At(d.Tx, bucket, key, version)
	}
	if err == nil && !ok {
		return refuse("NoSuchKey", "The specified key does not exist.")
	}
	return "", err
}

// unmake does what deleting a resource does to others. The text says why it cannot
// be deleted, empty if it was.
func (d Data) unmake(s *Stack, r *Resource) (refusal string, err error) {
	if r.Gone {
		return "", d.release(s, r)
	}
	switch r.Type {
	case "AWS::S3::Bucket":
		err := objects.Remove(d.Tx, r.Identity.Name)
		if errors.Is(err, objects.ErrNotEmpty) {
			return `Resource handler returned message: "The bucket you tried to delete is not empty (Service: S3, Status Code: 409)" (HandlerErrorCode: GeneralServiceException)`, nil
		} else if err != nil {
			return "", err
		}
	case "AWS::SSM::Parameter":
		if err := d.Tx.Delete(kindSSM, s.Place().key()+r.Identity.Name); err != nil {
			return "", err
		}
	}
	return "", d.release(s, r)
}

// release gives a name free.
func (d Data) release(s *Stack, r *Resource) error {
	if !r.Identity.Custom {
		return nil
	}
	var owner taken
	ok, err := d.Tx.Get(kindTaken, r.nameKey(), &owner)
	if err != nil || !ok || owner != (taken{s.ID, r.LogicalID}) {
		return err
	}
	return d.Tx.Delete(kindTaken, r.nameKey())
}
