package schema

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"slices"
)

// ImportPath is the path by which specs import the schema.
const ImportPath = "github.com/smgen/smgen/schema"

//go:embed *.cue
var files embed.FS

// File is one file of the schema.
type File struct {
	Name   string
	Source []byte
}

// Files returns the schema's files, in the order of their names.
func Files() ([]File, error) {
	names, err := fs.Glob(files, "*.cue")
	if err != nil {
		return nil, err
	}
	list := make([]File, 0, len(names))
	for _, name := range names {
		source, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		list = append(list, File{name, source})
	}
	return list, nil
}

// Digest identifies the schema's content.
func Digest() (string, error) {
	list, err := Files()
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	for _, f := range list {
		sum.Write([]byte(f.Name + "\x00"))
		sum.Write(f.Source)
	}
	return "sha256:" + hex.EncodeToString(sum.Sum(nil)), nil
}

// Text returns the whole schema as one CUE file: the stack first, then the job,
// then what they are made of.
func Text() ([]byte, error) {
	list, err := Files()
	if err != nil {
		return nil, err
	}
	first := []string{"job.cue", "spec.cue"}
	slices.SortStableFunc(list, func(a, b File) int {
		return slices.Index(first, b.Name) - slices.Index(first, a.Name)
	})
	var out bytes.Buffer
	for i, f := range list {
		head, body, _ := bytes.Cut(f.Source, []byte("package schema\n"))
		if i == 0 {
			out.Write(head)
			out.WriteString("package schema\n")
		}
		out.Write(body)
	}
	return out.Bytes(), nil
}
