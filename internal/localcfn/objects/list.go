package objects

import (
	"encoding/xml"
	"net/http"
	"strconv"

	"github.com/smgen/smgen/internal/localcfn/query"
	"github.com/smgen/smgen/internal/localcfn/store"
)

// maxKeys is how many versions a page of a list holds at most.
const maxKeys = 1000

type listing struct {
	XMLName               xml.Name
	Name, Prefix          string
	KeyCount              int `xml:",omitempty"`
	MaxKeys               int
	IsTruncated           bool
	NextContinuationToken string `xml:",omitempty"`
	NextKeyMarker         string `xml:",omitempty"`
	Contents              []item
	Version               []item
	DeleteMarker          []item
}

type item struct {
	Key          string
	VersionID    string `xml:"VersionId,omitempty"`
	IsLatest     *bool
	LastModified query.Time
	ETag         string `xml:",omitempty"`
	Size         *int64
	StorageClass string `xml:",omitempty"`
}

func (h *Handler) list(w http.ResponseWriter, r *http.Request, q Request) error {
	form := r.URL.Query()
	all := q.Action == "ListObjectVersions"
	after := form.Get("continuation-token")
	root := "ListBucketResult"
	if all {
		after, root = form.Get("key-marker"), "ListVersionsResult"
	}
	if after == "" {
		after = form.Get("start-after")
	}
	n, err := strconv.Atoi(form.Get("max-keys"))
	if err != nil || n < 1 || n > maxKeys {
		n = maxKeys
	}
	out := listing{Name: q.Bucket, Prefix: form.Get("prefix"), MaxKeys: n}
	out.XMLName = xml.Name{Space: "http://s3.amazonaws.com/doc/2006-03-01/", Local: root}
	err = h.Store.View(func(tx store.Tx) error {
		list, more, err := List(tx, q.Bucket, out.Prefix, after, n)
		last := ""
		for i, v := range list {
			latest := v.Key != last
			last = v.Key
			it := item{Key: v.Key, LastModified: query.Time{Time: v.Modified}}
			if !v.Deleted {
				it.ETag, it.Size, it.StorageClass = v.ETag, &list[i].Size, "STANDARD"
			}
			if !all {
				if latest && !v.Deleted {
					out.Contents = append(out.Contents, it)
				}
				continue
			}
			it.VersionID, it.IsLatest = v.ID, &latest
			if v.Deleted {
				out.DeleteMarker = append(out.DeleteMarker, it)
			} else {
				out.Version = append(out.Version, it)
			}
		}
		if more {
			out.IsTruncated = true
			out.NextContinuationToken, out.NextKeyMarker = last, last
		}
		return err
	})
	if err != nil {
		return err
	}
	if !all {
		out.KeyCount, out.NextKeyMarker = len(out.Contents), ""
	} else {
		out.NextContinuationToken = ""
	}
	return write(w, out)
}
