package rendered

import (
	"errors"
	"fmt"
	"os"
)

// spool holds files that wait for their places, one behind the other in one
// temporary file: creating a file costs more than writing it, and there are two
// for each stack.
type spool struct {
	file  *os.File
	end   int64
	parts map[string]part
}

// part is where a file's content lies in the spool.
type part struct{ at, size int64 }

func newSpool() (*spool, error) {
	file, err := os.CreateTemp("", "smgen-render-")
	if err != nil {
		return nil, err
	}
	return &spool{file: file, parts: map[string]part{}}, nil
}

func (s *spool) close() error {
	return errors.Join(s.file.Close(), os.Remove(s.file.Name()))
}

func (s *spool) add(name string, data []byte) error {
	if _, err := s.file.WriteAt(data, s.end); err != nil {
		return err
	}
	s.parts[name] = part{s.end, int64(len(data))}
	s.end += int64(len(data))
	return nil
}

// read returns a file's content, and false if the spool does not hold it.
func (s *spool) read(name string) ([]byte, bool, error) {
	p, ok := s.parts[name]
	if !ok {
		return nil, false, nil
	}
	data := make([]byte, p.size)
	if _, err := s.file.ReadAt(data, p.at); err != nil {
		return nil, false, fmt.Errorf("read temporary files: %w", err)
	}
	return data, true, nil
}
