package objects

import (
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/smgen/smgen/internal/localcfn/store"
)

// get answers GetObject and HeadObject.
func (h *Handler) get(w http.ResponseWriter, r *http.Request, q Request) error {
	id := r.URL.Query().Get("versionId")
	var v Version
	var found bool
	err := h.Store.View(func(tx store.Tx) (err error) {
		if id != "" {
			v, found, err = At(tx, q.Bucket, q.Key, id)
		} else {
			v, found, err = Latest(tx, q.Bucket, q.Key)
		}
		return err
	})
	switch {
	case err != nil:
		return err
	case !found && id != "":
		return refuse(http.StatusNotFound, "NoSuchVersion", "The specified version does not exist.")
	case !found:
		return refuse(http.StatusNotFound, "NoSuchKey", "The specified key does not exist.")
	case v.Deleted:
		return refuse(http.StatusMethodNotAllowed, "MethodNotAllowed", "The specified method is not allowed against this resource.")
	}
	if match := r.Header.Get("If-Match"); match != "" && match != v.ETag {
		return refuse(http.StatusPreconditionFailed, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold")
	}
	file, err := h.Blobs.Open(v.Blob)
	if err != nil {
		return err
	}
	defer file.Close()
	header := w.Header()
	v.describe(header, false, r.Header.Get("X-Amz-Checksum-Mode") == "ENABLED")
	for name, value := range v.Headers {
		if !strings.HasPrefix(name, "X-Amz-Checksum-") {
			header.Set(name, value)
		}
	}
	header.Set("Last-Modified", httpTime(v.Modified))
	header.Set("Content-Length", strconv.FormatInt(v.Size, 10))
	if header.Get("Content-Type") == "" {
		header.Set("Content-Type", "binary/octet-stream")
	}
	if r.Method == http.MethodHead {
		return nil
	}
	_, err = io.Copy(w, file)
	return err
}
