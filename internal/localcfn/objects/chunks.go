package objects

import (
	"bufio"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// errChunk is a body that is not in chunks as it should be.
var errChunk = errors.New("the chunks of the body are malformed")

// chunkReader reads a body in the form aws-chunked, which the SDKs send when they
// sign or sum up as they go: lines with a size in hexadecimal, the content, and at
// the end, after a size of 0, headers.
type chunkReader struct {
	from    *bufio.Reader
	left    int64
	begun   bool
	done    bool
	trailer http.Header
}

func newChunkReader(r io.Reader) *chunkReader {
	return &chunkReader{from: bufio.NewReader(r), trailer: http.Header{}}
}

// Read implements [io.Reader].
func (c *chunkReader) Read(b []byte) (int, error) {
	if c.left == 0 && !c.done {
		if err := c.next(); err != nil {
			return 0, err
		}
	}
	if c.done {
		return 0, io.EOF
	}
	n, err := c.from.Read(b[:min(int64(len(b)), c.left)])
	c.left -= int64(n)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// next begins the next chunk.
func (c *chunkReader) next() error {
	if c.begun {
		if line, err := c.line(); err != nil || line != "" {
			return errors.Join(errChunk, err)
		}
	}
	c.begun = true
	line, err := c.line()
	if err != nil {
		return errors.Join(errChunk, err)
	}
	size, _, _ := strings.Cut(line, ";")
	if c.left, err = strconv.ParseInt(size, 16, 63); err != nil || c.left < 0 {
		return errChunk
	}
	if c.left > 0 {
		return nil
	}
	c.done = true
	for {
		line, err := c.line()
		if err != nil && err != io.EOF {
			return errors.Join(errChunk, err)
		}
		if line == "" {
			return nil
		}
		name, value, _ := strings.Cut(line, ":")
		c.trailer.Set(name, strings.TrimSpace(value))
	}
}

func (c *chunkReader) line() (string, error) {
	line, err := c.from.ReadSlice('\n') // a line that is longer than the buffer is an error
	return strings.TrimRight(string(line), "\r\n"), err
}
