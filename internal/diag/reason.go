package diag

import (
	"errors"
	"io/fs"
	"syscall"
)

// Reason says in a few words why a file could not be used, to follow its name.
func Reason(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "does not exist"
	case errors.Is(err, fs.ErrPermission):
		return "cannot be read: permission denied"
	case errors.Is(err, syscall.ELOOP):
		return "cannot be read: its symbolic links form a loop"
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		return "cannot be read: " + path.Err.Error()
	}
	return "cannot be read: " + err.Error()
}
