package objects

import (
	"bytes"
	"encoding/xml"
	"net/http"
	"strings"
	"time"

	"github.com/smgen/smgen/internal/localcfn/query"
	"github.com/smgen/smgen/internal/localcfn/store"
)

// Handler answers S3's requests from a store and its blobs.
type Handler struct {
	Store *store.Store
	Blobs *store.Blobs
	Now   func() time.Time
}

// Request is a request to S3, read.
type Request struct {
	// Action is the API's name of what is asked, such as PutObject, empty for what
	// the endpoint does not have.
	Action      string
	Bucket, Key string
	// Account and Region are those of the caller, Signed says whether there is one.
	Account, Region string
	Signed          bool
}

// Read reads what a request asks for.
func Read(r *http.Request) Request {
	bucket, key, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	return Request{Action: actionOf(r, bucket, key), Bucket: bucket, Key: key}
}

func actionOf(r *http.Request, bucket, key string) string {
	q := r.URL.Query()
	switch {
	case bucket == "":
		return map[string]string{"GET": "ListBuckets"}[r.Method]
	case key != "":
		return map[string]string{"PUT": "PutObject", "GET": "GetObject", "HEAD": "HeadObject", "DELETE": "DeleteObject"}[r.Method]
	case q.Has("versioning"):
		return map[string]string{"GET": "GetBucketVersioning", "PUT": "PutBucketVersioning"}[r.Method]
	case q.Has("location"):
		return map[string]string{"GET": "GetBucketLocation"}[r.Method]
	case q.Has("versions"):
		return map[string]string{"GET": "ListObjectVersions"}[r.Method]
	case q.Has("delete"):
		return map[string]string{"POST": "DeleteObjects"}[r.Method]
	}
	return map[string]string{"PUT": "CreateBucket", "HEAD": "HeadBucket", "DELETE": "DeleteBucket", "GET": "ListObjectsV2"}[r.Method]
}

// Serve does what is asked, and writes the answer; what is refused is a
// [query.Error], for which nothing is written.
func (h *Handler) Serve(w http.ResponseWriter, r *http.Request, q Request) error {
	if !q.Signed {
		return refuse(http.StatusForbidden, "AccessDenied", "Access Denied")
	}
	switch q.Action {
	case "ListBuckets":
		return h.listBuckets(w, q)
	case "CreateBucket":
		return h.createBucket(w, q)
	case "":
		return refuse(http.StatusNotImplemented, "NotImplemented", "This endpoint does not have "+r.Method+" "+r.URL.RequestURI())
	}
	bucket, err := h.check(q)
	if err != nil {
		return err
	}
	switch q.Action {
	case "HeadBucket":
		w.Header().Set("X-Amz-Bucket-Region", bucket.Region)
		return nil
	case "GetBucketLocation":
		return write(w, location{Region: bucket.Region})
	case "DeleteBucket":
		return h.deleteBucket(w, q)
	case "GetBucketVersioning", "PutBucketVersioning":
		return h.versioning(w, r, q)
	case "ListObjectsV2", "ListObjectVersions":
		return h.list(w, r, q)
	case "PutObject":
		return h.put(w, r, q)
	case "DeleteObject":
		return h.deleteObject(w, r, q)
	case "DeleteObjects":
		return h.deleteObjects(w, r, q)
	}
	return h.get(w, r, q)
}

// check returns the bucket, and refuses one that is not there, or not the caller's.
func (h *Handler) check(q Request) (b Bucket, err error) {
	err = h.Store.View(func(tx store.Tx) error {
		var ok bool
		b, ok, err = Find(tx, q.Bucket)
		switch {
		case err != nil:
			return err
		case !ok:
			return refuse(http.StatusNotFound, "NoSuchBucket", "The specified bucket does not exist")
		case b.Account != q.Account:
			return refuse(http.StatusForbidden, "AccessDenied", "Access Denied")
		}
		return nil
	})
	return b, err
}

func refuse(status int, code, message string) error {
	return &query.Error{Status: status, Code: code, Message: message}
}

// Refuse writes the answer to a request that was refused.
func Refuse(w http.ResponseWriter, r *http.Request, e *query.Error, requestID string) {
	w.Header().Set("Content-Type", "application/xml")
	w.Header().Set("X-Amz-Request-Id", requestID)
	w.WriteHeader(e.Status)
	if r.Method == http.MethodHead {
		return
	}
	_ = xml.NewEncoder(w).Encode(failure{Code: e.Code, Message: e.Message, Resource: r.URL.Path, RequestID: requestID})
}

type failure struct {
	XMLName   xml.Name `xml:"Error"`
	Code      string
	Message   string
	Resource  string
	RequestID string `xml:"RequestId"`
}

type location struct {
	XMLName xml.Name `xml:"http://s3.amazonaws.com/doc/2006-03-01/ LocationConstraint"`
	Region  string   `xml:",chardata"`
}

// write writes an answer that is XML.
func write(w http.ResponseWriter, answer any) error {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	if err := xml.NewEncoder(&b).Encode(answer); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/xml")
	_, err := w.Write(b.Bytes())
	return err
}
