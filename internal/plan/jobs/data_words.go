package jobs

import (
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/plan"
)

// image says what becomes of the image: its tag or digest, if the repository
// stays, else all of it.
func (c *comparison) image(r requests, found []difference) []Line {
	d := found[0]
	l := c.line(c.say(title{text: "image"}, d), found)
	if d.action() == plan.Modify {
		l.Flags = append(l.Flags, ImageChanged)
	}
	before, isText := d.before.(string)
	after, isToo := d.after.(string)
	if isText && isToo {
		was, old := imageParts(before)
		is, new := imageParts(after)
		switch {
		case was == is:
			l.Text = "image " + oneVersion(old, new)
		case sameRegistry(was, is) && old == new:
			l.Text = "image repository " + inline(withoutRegistry(was)) + arrow + inline(withoutRegistry(is)) + " (" + old + ")"
		case sameRegistry(was, is):
			l.Text = "image repository " + inline(withoutRegistry(was)) + arrow + inline(withoutRegistry(is)) + " (" + oneVersion(old, new) + ")"
		}
	}
	return []Line{l}
}

// imageParts splits an image into its repository and the words for its version.
// Without tag and digest the tag is latest.
func imageParts(uri string) (repository, version string) {
	repository, digest, _ := strings.Cut(uri, "@")
	colon := strings.LastIndex(repository, ":")
	tag := ""
	if colon > strings.LastIndex(repository, "/") {
		repository, tag = repository[:colon], repository[colon+1:]
	}
	switch {
	case tag != "" && digest != "":
		return repository, "tag " + inline(tag) + " and digest " + inline(digest)
	case digest != "":
		return repository, "digest " + inline(digest)
	case tag != "":
		return repository, "tag " + inline(tag)
	}
	return repository, "without a tag (latest)"
}

// oneVersion names what kind of version it is once, if that stays.
func oneVersion(before, after string) string {
	kind, value, _ := strings.Cut(after, " ")
	if old, was, _ := strings.Cut(before, " "); old == kind && !strings.Contains(was+value, " ") {
		return kind + " " + was + arrow + value
	}
	return before + arrow + after
}

func sameRegistry(a, b string) bool {
	registry, _, found := strings.Cut(a, "/")
	other, _, isToo := strings.Cut(b, "/")
	return found && isToo && registry == other
}

func withoutRegistry(repository string) string {
	_, rest, _ := strings.Cut(repository, "/")
	return rest
}

// place writes where the data of an input is.
func place(input any) string {
	o, _ := input.(map[string]any)
	source := o["DataSource"]
	for _, p := range []string{
		lookup(source, "S3DataSource", "S3Uri"),
		strings.TrimSuffix(lookup(source, "FileSystemDataSource", "FileSystemId")+":"+lookup(source, "FileSystemDataSource", "DirectoryPath"), ":"),
		lookup(source, "DatasetSource", "DatasetArn"),
	} {
		if p != "" {
			return p
		}
	}
	return ""
}

// places writes where the data of an input was, and where it is.
func (c *comparison) places(b, a any) (before, after string) {
	was, _ := c.clean("", place(b))
	is, _ := c.clean("", place(a))
	before, after = cut(text(was), text(is))
	if before != "" {
		before = inline(before)
	}
	if after != "" {
		after = inline(after)
	}
	return before, after
}

// input says what becomes of one input: where its data is, then its settings.
func (c *comparison) input(r requests, found []difference) []Line {
	name := found[0].path.at(1)
	find := func(request map[string]any) any {
		return elementOf(request["InputDataConfig"], "ChannelName", name)
	}
	b, a := find(r.before), find(r.after)
	before, after := c.places(b, a)
	about := "input " + inline(name)
	switch {
	case b == nil && a != nil:
		return []Line{c.line(strings.TrimSpace(about+" "+after)+" added"+c.settings(found), found)}
	case a == nil && b != nil:
		return []Line{c.line(about+" removed (was "+before+")", found)}
	case place(b) == place(a):
		return c.members(r, found)
	}
	own, rest := split(found, "S3Uri", "FileSystemId", "DirectoryPath", "DatasetArn")
	if len(own) == 0 || kindOfPlace(b) != kindOfPlace(a) {
		own, rest = nil, nil
		for _, d := range found {
			if d.path.at(2) == "DataSource" {
				own = append(own, d)
			} else {
				rest = append(rest, d)
			}
		}
	}
	return append([]Line{c.line(moves(about, before, after), own)}, c.members(r, rest)...)
}

func kindOfPlace(input any) string {
	o, _ := input.(map[string]any)
	source, _ := o["DataSource"].(map[string]any)
	var kinds []string
	for kind := range source {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	return strings.Join(kinds, " ")
}

// settings lists what is set for a new input beside its place.
func (c *comparison) settings(found []difference) string {
	_, rest := split(found, "S3Uri", "FileSystemId", "DirectoryPath", "DatasetArn", "ChannelName", "FileSystemType")
	var parts []string
	for _, d := range rest {
		if v := c.show(d); v.After != "S3Prefix" {
			_, after := cut("", v.After)
			parts = append(parts, wordOfInput(d.path[2:])+" "+inline(after))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

// named says what becomes of a tag or a metric. What comes or goes as a whole is
// one line.
func (c *comparison) named(r requests, found []difference) []Line {
	identity, main := split(found, "Key", "Name")
	if len(main) != 1 || main[0].action() == plan.Modify {
		return c.members(r, found)
	}
	return []Line{c.line(c.say(titleOf(main[0].path), main[0]), append(main, identity...))}
}
