package sides

import (
	"errors"
	"fmt"
	"io/fs"
	"path"

	"github.com/smgen/smgen/internal/rendered"
	"github.com/smgen/smgen/internal/review"
	"github.com/smgen/smgen/internal/revision"
)

// What is read at most, in bytes: a template has 1 MB at CloudFormation, a
// manifest a few hundred bytes for each stack, origins a hundred for each value.
const (
	maxTemplate = 4 << 20
	maxManifest = 64 << 20
	maxOrigins  = 16 << 20
)

// Committed are the rendered templates of a commit.
type Committed struct {
	// Smgen is the version of smgen that rendered them, empty if there are none.
	Smgen  string
	tree   *revision.Tree
	dir    string
	stacks map[string]rendered.Stack
}

// FromTree finds the rendered templates in a directory of a commit, a path from
// the root of the git repository. There may be none.
func FromTree(tree *revision.Tree, dir string) (*Committed, error) {
	c := &Committed{tree: tree, dir: dir, stacks: map[string]rendered.Stack{}}
	name := path.Join(dir, rendered.ManifestFile)
	data, err := tree.Read(name, maxManifest)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return c, fmt.Errorf("read %s of the base: %w", name, err)
	}
	m, err := rendered.ParseManifest(data, name)
	if err != nil {
		return c, err
	}
	c.Smgen = m.Smgen
	for _, s := range m.Stacks {
		c.stacks[s.Path] = s
	}
	return c, nil
}

// Has reports whether the stack in a directory of the specs was rendered.
func (c *Committed) Has(stack string) bool { _, ok := c.stacks[stack]; return ok }

// Side reads the stack in a directory of the specs.
func (c *Committed) Side(stack string) (*review.Side, error) {
	s := c.stacks[stack]
	name := path.Join(c.dir, s.Template)
	text, err := c.tree.Read(name, maxTemplate)
	if err != nil {
		return nil, fmt.Errorf("read %s of the base: %w", name, err)
	}
	return side(s, text), nil
}

func side(s rendered.Stack, text []byte) *review.Side {
	return &review.Side{Identity: review.Identity{Name: s.Name, Account: s.Account, Region: s.Region}, Dir: s.Path, Text: text}
}
