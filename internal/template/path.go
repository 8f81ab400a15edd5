package template

import "strings"

// path leads from the root of a tree to a value: map keys and list indexes.
type path []string

func (p *path) enter(step string) { *p = append(*p, step) }

func (p *path) leave() { *p = (*p)[:len(*p)-1] }

// String returns the path as a JSON pointer (RFC 6901).
func (p path) String() string {
	escape := strings.NewReplacer("~", "~0", "/", "~1")
	var b strings.Builder
	for _, step := range p {
		b.WriteByte('/')
		b.WriteString(escape.Replace(step))
	}
	return b.String()
}
