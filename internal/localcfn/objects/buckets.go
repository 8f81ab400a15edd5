package objects

import (
	"encoding/xml"
	"errors"
	"net/http"
	"time"

	"github.com/smgen/smgen/internal/lazyregexp"
	"github.com/smgen/smgen/internal/localcfn/query"
	"github.com/smgen/smgen/internal/localcfn/store"
)

var bucketName = lazyregexp.New(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)

type bucketList struct {
	XMLName xml.Name `xml:"http://s3.amazonaws.com/doc/2006-03-01/ ListAllMyBucketsResult"`
	Owner   struct{ ID string }
	Buckets []bucketItem `xml:"Buckets>Bucket"`
}

type bucketItem struct {
	Name         string
	CreationDate query.Time
}

func (h *Handler) listBuckets(w http.ResponseWriter, q Request) error {
	var out bucketList
	out.Owner.ID = q.Account
	err := h.Store.View(func(tx store.Tx) error {
		return store.Scan(tx, buckets, "", "", func(_ string, b Bucket) (bool, error) {
			if b.Account == q.Account {
				out.Buckets = append(out.Buckets, bucketItem{b.Name, query.Time{Time: b.Created}})
			}
			return true, nil
		})
	})
	if err != nil {
		return err
	}
	return write(w, out)
}

func (h *Handler) createBucket(w http.ResponseWriter, q Request) error {
	if !bucketName().MatchString(q.Bucket) {
		return refuse(http.StatusBadRequest, "InvalidBucketName", "The specified bucket is not valid.")
	}
	err := h.Store.Update(func(tx store.Tx) error {
		if b, ok, err := Find(tx, q.Bucket); err != nil {
			return err
		} else if ok && b.Account == q.Account {
			return refuse(http.StatusConflict, "BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it.")
		} else if ok {
			return refuse(http.StatusConflict, "BucketAlreadyExists", "The requested bucket name is not available.")
		}
		return Make(tx, Bucket{Name: q.Bucket, Account: q.Account, Region: q.Region, Created: h.Now()})
	})
	if err == nil {
		w.Header().Set("Location", "/"+q.Bucket)
	}
	return err
}

func (h *Handler) deleteBucket(w http.ResponseWriter, q Request) error {
	err := h.Store.Update(func(tx store.Tx) error { return Remove(tx, q.Bucket) })
	if errors.Is(err, ErrNotEmpty) {
		return refuse(http.StatusConflict, "BucketNotEmpty", "The bucket you tried to delete is not empty")
	}
	if err == nil {
		w.WriteHeader(http.StatusNoContent)
	}
	return err
}

type versioning struct {
	XMLName xml.Name `xml:"http://s3.amazonaws.com/doc/2006-03-01/ VersioningConfiguration"`
	Status  string   `xml:",omitempty"`
}

func (h *Handler) versioning(w http.ResponseWriter, r *http.Request, q Request) error {
	if r.Method == http.MethodGet {
		var out versioning
		err := h.Store.View(func(tx store.Tx) error {
			b, _, err := Find(tx, q.Bucket)
			if b.Versioned {
				out.Status = "Enabled"
			}
			return err
		})
		if err != nil {
			return err
		}
		return write(w, out)
	}
	var in struct{ Status string }
	if err := xml.NewDecoder(r.Body).Decode(&in); err != nil {
		return refuse(http.StatusBadRequest, "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema")
	}
	return h.Store.Update(func(tx store.Tx) error { return Keep(tx, q.Bucket, in.Status == "Enabled") })
}

// httpTime is how headers write times.
func httpTime(t time.Time) string { return t.UTC().Format(http.TimeFormat) }
