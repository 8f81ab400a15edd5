package objects

import (
	"crypto/md5"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/smgen/smgen/internal/localcfn/store"
)

// kept are the headers that an object is given back with.
var kept = []string{"Content-Type", "Content-Encoding", "Content-Disposition", "Cache-Control", "Content-Language"}

func (h *Handler) put(w http.ResponseWriter, r *http.Request, q Request) error {
	if !ValidKey(q.Key) {
		return refuse(http.StatusBadRequest, "KeyTooLongError", "Your key is too long")
	}
	if r.Header.Get("X-Amz-Copy-Source") != "" {
		return refuse(http.StatusNotImplemented, "NotImplemented", "This endpoint copies no objects")
	}
	v, err := h.receive(r, q)
	if err != nil {
		return err
	}
	var versioned bool
	err = h.Store.Update(func(tx store.Tx) error {
		b, _, err := Find(tx, q.Bucket)
		if err != nil {
			return err
		}
		versioned = b.Versioned
		if r.Header.Get("If-None-Match") == "*" {
			if _, exists, err := Latest(tx, q.Bucket, q.Key); err != nil {
				return err
			} else if exists {
				return refuse(http.StatusPreconditionFailed, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold")
			}
		}
		return Add(tx, b, &v)
	})
	if err != nil {
		return err
	}
	v.describe(w.Header(), versioned, true)
	return nil
}

// receive reads the content of an object, checks it against the checksums of the
// request, and keeps it.
func (h *Handler) receive(r *http.Request, q Request) (Version, error) {
	v := Version{Bucket: q.Bucket, Key: q.Key, Modified: h.Now(), Headers: map[string]string{}}
	body := io.Reader(r.Body)
	var chunks *chunkReader
	if strings.HasPrefix(r.Header.Get("X-Amz-Content-Sha256"), "STREAMING-") || strings.Contains(r.Header.Get("Content-Encoding"), "aws-chunked") {
		chunks = newChunkReader(r.Body)
		body = chunks
	}
	sum, count := md5.New(), &counter{}
	checks := newChecks()
	blob, err := h.Blobs.Put(io.TeeReader(body, io.MultiWriter(sum, count, checks)))
	switch {
	case errors.Is(err, errChunk), errors.Is(err, io.ErrUnexpectedEOF):
		return v, refuse(http.StatusBadRequest, "IncompleteBody", "The request body terminated unexpectedly")
	case err != nil:
		return v, err
	}
	v.Blob, v.Size, v.ETag = blob, count.n, `"`+hex.EncodeToString(sum.Sum(nil))+`"`
	trailer := http.Header{}
	if chunks != nil {
		trailer = chunks.trailer
	}
	if given := r.Header.Get("Content-Md5"); given != "" && given != base64.StdEncoding.EncodeToString(sum.Sum(nil)) {
		return v, refuse(http.StatusBadRequest, "BadDigest", "The Content-MD5 you specified did not match what we received.")
	}
	for name, value := range checks.values() {
		given := r.Header.Get(name) + trailer.Get(name)
		if given != "" && given != value {
			return v, refuse(http.StatusBadRequest, "BadDigest", "The "+name+" you specified did not match what we received.")
		}
		if given != "" {
			v.Headers[name] = value
		}
	}
	for _, name := range kept {
		if value := r.Header.Get(name); value != "" && value != "aws-chunked" {
			v.Headers[name] = value
		}
	}
	for name := range r.Header {
		if strings.HasPrefix(name, "X-Amz-Meta-") {
			v.Headers[name] = r.Header.Get(name)
		}
	}
	return v, nil
}

// counter counts bytes.
type counter struct{ n int64 }

func (c *counter) Write(b []byte) (int, error) {
	c.n += int64(len(b))
	return len(b), nil
}

// describe writes the headers of a version; checksums are told where they are asked
// for.
func (v Version) describe(header http.Header, versioned, checksums bool) {
	header.Set("ETag", v.ETag)
	if versioned || v.ID != "null" {
		header.Set("X-Amz-Version-Id", v.ID)
	}
	header.Set("X-Amz-Server-Side-Encryption", "AES256")
	for name, value := range v.Headers {
		if strings.HasPrefix(name, "X-Amz-Checksum-") && checksums {
			header.Set(name, value)
			header.Set("X-Amz-Checksum-Type", "FULL_OBJECT")
		}
	}
}
