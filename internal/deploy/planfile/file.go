package planfile

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/review"
)

// maxSize is how large a plan may be, in bytes. One of a thousand stacks has some ten
// MB.
const maxSize = 128 << 20

// file is a plan's form. What is digested stands in one member, so that whoever
// reads it can digest it before understanding it.
type file struct {
	SchemaVersion int             `json:"schemaVersion"`
	Smgen         string          `json:"smgen"`
	Digest        string          `json:"digest"`
	Plan          json.RawMessage `json:"plan"`
}

// content is the member plan.
type content struct {
	Commit *Commit         `json:"commit,omitempty"`
	Stacks []Stack         `json:"stacks"`
	Review json.RawMessage `json:"review"`
}

// encode returns the text of a plan, and gives the plan its digest.
func (p *Plan) encode() ([]byte, error) {
	var written bytes.Buffer
	if err := (review.JSON{}).Write(&written, p.Review); err != nil {
		return nil, err
	}
	inner, err := marshal(content{Commit: p.Commit, Stacks: append([]Stack{}, p.Stacks...), Review: written.Bytes()})
	if err != nil {
		return nil, err
	}
	f := file{SchemaVersion: SchemaVersion, Smgen: p.Smgen, Plan: inner}
	if f.Digest, err = f.digest(); err != nil {
		return nil, err
	}
	p.Digest = f.Digest
	text, err := marshal(f)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := json.Indent(&out, text, "", "  "); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

func marshal(v any) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return out.Bytes(), err
}

// digest is that of the plan's text without spaces, which change nothing, and of the
// version that gives it its meaning.
func (f file) digest() (string, error) {
	var text bytes.Buffer
	if err := json.Compact(&text, f.Plan); err != nil {
		return "", err
	}
	sum := sha256.New()
	fmt.Fprintf(sum, "smgen plan %d\n%s", f.SchemaVersion, text.Bytes())
	return fmt.Sprintf("sha256:%x", sum.Sum(nil)), nil
}

// Decode reads a plan and checks that its digest is that of what it says. The error
// says what is wrong, and what to do.
func Decode(in io.Reader) (*Plan, error) {
	text, err := io.ReadAll(io.LimitReader(in, maxSize+1))
	switch {
	case err != nil:
		return nil, err
	case len(text) > maxSize:
		return nil, fmt.Errorf("it has more than %d MB, which no plan has; name another file", maxSize>>20)
	}
	var f file
	if err := json.Unmarshal(text, &f); err != nil {
		return nil, noPlan(err)
	}
	if err := f.check(); err != nil {
		return nil, err
	}
	return f.plan()
}

// check refuses what this smgen does not understand, and what was tampered with.
func (f file) check() error {
	switch {
	case f.SchemaVersion > SchemaVersion:
		return fmt.Errorf("it was written by a newer smgen (%q), in a form that this one does not know; use that version", clipped(f.Smgen))
	case f.SchemaVersion != SchemaVersion || f.Plan == nil:
		return errors.New("it is no plan of smgen; make one with smgen plan --out")
	}
	digest, err := f.digest()
	if err != nil {
		return err
	}
	if digest != f.Digest {
		return fmt.Errorf("it was changed after it was written: its digest is %s, and it says %q; make a new one with smgen plan --out", digest, clipped(f.Digest))
	}
	return nil
}

func (f file) plan() (*Plan, error) {
	var c content
	if err := json.Unmarshal(f.Plan, &c); err != nil {
		return nil, noPlan(err)
	}
	if err := c.check(); err != nil {
		return nil, err
	}
	r, err := review.Read(bytes.NewReader(c.Review))
	if err != nil {
		return nil, fmt.Errorf("its review is not one that this smgen (review form %d) reads; make a new plan with smgen plan --out", review.SchemaVersion)
	}
	return &Plan{Smgen: f.Smgen, Commit: c.Commit, Stacks: c.Stacks, Review: r, Digest: f.Digest}, nil
}

// check refuses what no smgen writes, though its digest is right.
func (c content) check() error {
	seen := map[review.Identity]bool{}
	for _, s := range c.Stacks {
		switch {
		case s.Name == "" || s.Account == "" || s.Region == "" || seen[s.Identity]:
			return fmt.Errorf("the stack %q in it has no name, account or region, or stands in it twice; make a new plan with smgen plan --out", clipped(s.Name))
		case !slices.Contains([]changeset.Operation{changeset.CreateStack, changeset.UpdateStack, changeset.Nothing}, s.Operation):
			return fmt.Errorf("it says %q of the stack %q, and may say create, update or none; make a new plan with smgen plan --out", clipped(string(s.Operation)), clipped(s.Name))
		}
		seen[s.Identity] = true
	}
	return nil
}

// noPlan says where JSON is not that of a plan.
func noPlan(err error) error {
	var wrong *json.UnmarshalTypeError
	reason := err.Error()
	if errors.As(err, &wrong) {
		reason = fmt.Sprintf("the member %q is of type %s", clipped(wrong.Field), wrong.Value)
	}
	return fmt.Errorf("it is no plan (%s); make one with smgen plan --out", reason)
}

// clipped is as much of a text as a message may hold.
func clipped(text string) string { return strings.ToValidUTF8(text[:min(100, len(text))], "") }
