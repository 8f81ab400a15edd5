package revision

import (
	"fmt"
	"path"
	"path/filepath"
	"strings"
)

// Place is a part of a view's files: the files directly in the directory Path,
// or with Deep the file at Path or all that lies below it. Path counts from the
// root of the git repository, with slashes. A place where nothing is, is empty.
type Place struct {
	Path string
	Deep bool
}

// Keep says which names in a place belong to it. A directory that is not kept is
// not looked into.
type Keep func(p Place, e Entry) bool

// maxLinks bounds how many links lead from one to the next, as systems do.
const maxLinks = 40

// Visit calls each with what is in a place, in order: files, links on the way
// and what they lead to, and where the repository's own files end, a Submodule
// or what is Outside. A nil keep keeps everything.
func Visit(v View, p Place, keep Keep, each func(path string, e Entry) error) error {
	at, e, err := resolve(v, p.Path, each)
	switch {
	case err != nil || e.Kind == "":
		return err
	case e.Kind != Directory:
		return each(at, e)
	}
	return visit(v, at, p, keep, each)
}

func visit(v View, dir string, p Place, keep Keep, each func(string, Entry) error) error {
	list, err := v.List(dir)
	if err != nil {
		return err
	}
	for _, e := range list {
		name := path.Join(dir, e.Name)
		switch {
		case e.Kind == Directory && !p.Deep, keep != nil && !keep(p, e):
			continue
		case e.Kind == Directory:
			err = visit(v, name, p, keep, each)
		case e.Kind == Link:
			err = visitLink(v, name, each)
		default:
			err = each(name, e)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// visitLink visits a link and what it leads to, without the files in a
// directory.
func visitLink(v View, name string, each func(string, Entry) error) error {
	at, e, err := resolve(v, name, each)
	if err != nil || e.Kind == "" {
		return err
	}
	return each(at, e)
}

// resolve follows the links in a path and returns where they lead, and what is
// there: an entry without a kind if nothing is. It calls onLink, if any, with
// each link.
func resolve(v View, name string, onLink func(string, Entry) error) (string, Entry, error) {
	at, left := ".", strings.Split(path.Clean(name), "/")
	e := Entry{Name: ".", Kind: Directory}
	for links := 0; len(left) > 0; {
		step := left[0]
		left = left[1:]
		switch {
		case step == "." || step == "":
			continue
		case e.Kind != Directory:
			return at, endOf(e), nil
		case step == ".." && at == ".":
			return name, Entry{Name: path.Base(name), Kind: Outside}, nil
		case step == "..":
			at = path.Dir(at)
			e = Entry{Name: path.Base(at), Kind: Directory}
			continue
		}
		list, err := v.List(at)
		if err != nil {
			return "", Entry{}, err
		}
		found, ok := entryNamed(list, step)
		if !ok {
			return path.Join(at, step), Entry{}, nil
		}
		if found.Kind != Link {
			at, e = path.Join(at, step), found
			continue
		}
		if links++; links > maxLinks {
			return name, Entry{}, nil
		}
		target, err := follow(v, path.Join(at, step), found, onLink)
		if err != nil {
			return "", Entry{}, err
		}
		if path.IsAbs(target) || filepath.IsAbs(filepath.FromSlash(target)) {
			return name, Entry{Name: found.Name, Kind: Outside}, nil
		}
		left = append(strings.Split(target, "/"), left...)
	}
	return at, e, nil
}

// endOf is what a path finds that goes on behind an entry which is no directory:
// nothing, unless the files are another repository's.
func endOf(e Entry) Entry {
	if e.Kind == Submodule || e.Kind == Outside {
		return e
	}
	return Entry{}
}

func follow(v View, name string, e Entry, onLink func(string, Entry) error) (string, error) {
	target, err := v.Target(name, e)
	if err != nil {
		return "", fmt.Errorf("follow the link %q: %w", name, err)
	}
	if onLink != nil {
		err = onLink(name, e)
	}
	return target, err
}
