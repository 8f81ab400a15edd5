package planfile

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// mode is that of a plan's file: for its owner alone.
const mode fs.FileMode = 0o600

// Save writes the plan to a file, whole or not at all, and gives it its digest. A
// file that is there is replaced; a directory, a pipe or a device is refused.
func (p *Plan) Save(name string) error {
	text, err := p.encode()
	if err != nil {
		return fmt.Errorf("write the plan: %w", err)
	}
	return save(name, text)
}

func save(name string, text []byte) error {
	target := name
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return fmt.Errorf("save the plan: %w; name another file with --out", err)
	case info.IsDir():
		return fmt.Errorf("%s is a directory; name a file in it with --out", name)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is no regular file; name another one with --out", name)
	default:
		// A link goes on to point where it does.
		if target, err = filepath.EvalSymlinks(name); err != nil {
			return fmt.Errorf("save the plan: %w; name another file with --out", err)
		}
	}
	temporary := filepath.Join(filepath.Dir(target), ".smgen-plan-"+rand.Text())
	err = write(temporary, text)
	if err == nil {
		err = os.Rename(temporary, target)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("save the plan to %s: %w; what was there is as it was", name, reason(err)), remove(temporary))
	}
	return nil
}

// write makes a file and has it on the disk when it returns.
func write(name string, text []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

func remove(name string) error {
	if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove what was written of it: %w", err)
	}
	return nil
}

// reason is an error of the file system without the name of the temporary file.
func reason(err error) error {
	var (
		path *fs.PathError
		link *os.LinkError
	)
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}

// Read reads a plan from a file.
func Read(name string) (*Plan, error) {
	// A pipe would never end, and opening one waits for a writer.
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no plan %s; make one with smgen plan --out", name)
	case err != nil:
		return nil, fmt.Errorf("read the plan: %w", err)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is no regular file; name a plan that smgen plan --out has written", name)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read the plan: %w", err)
	}
	p, err := Decode(f)
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return nil, fmt.Errorf("read the plan %s: %w", name, err)
	}
	return p, nil
}
