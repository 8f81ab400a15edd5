package objects

import (
	"encoding/xml"
	"errors"
	"net/http"

	"github.com/smgen/smgen/internal/localcfn/store"
)

// Drop deletes an object: one version of it, or, without an ID, the current one;
// where versions are kept, that only marks the object.
func Drop(tx store.Tx, b Bucket, key, id string, mark Version) error {
	if id == "" && b.Versioned {
		mark.Bucket, mark.Key, mark.Deleted = b.Name, key, true
		return Add(tx, b, &mark)
	}
	if id == "" {
		id = "null"
	}
	var at []string
	err := store.Scan(tx, versions, b.Name+"/"+key+"\x00", "", func(place string, v Version) (bool, error) {
		if v.ID == id {
			at = append(at, place)
		}
		return true, nil
	})
	for _, place := range at {
		err = errors.Join(err, tx.Delete(versions, place))
	}
	return err
}

func (h *Handler) drop(q Request, key, id string) error {
	return h.Store.Update(func(tx store.Tx) error {
		b, _, err := Find(tx, q.Bucket)
		if err != nil {
			return err
		}
		return Drop(tx, b, key, id, Version{Modified: h.Now()})
	})
}

func (h *Handler) deleteObject(w http.ResponseWriter, r *http.Request, q Request) error {
	if err := h.drop(q, q.Key, r.URL.Query().Get("versionId")); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

type deletion struct {
	Objects []object `xml:"Object"`
	Quiet   bool
}

type object struct {
	Key       string
	VersionID string `xml:"VersionId,omitempty"`
}

type deletionResult struct {
	XMLName xml.Name `xml:"http://s3.amazonaws.com/doc/2006-03-01/ DeleteResult"`
	Deleted []object
}

func (h *Handler) deleteObjects(w http.ResponseWriter, r *http.Request, q Request) error {
	var in deletion
	if err := xml.NewDecoder(r.Body).Decode(&in); err != nil {
		return refuse(http.StatusBadRequest, "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema")
	}
	var out deletionResult
	for _, o := range in.Objects {
		if err := h.drop(q, o.Key, o.VersionID); err != nil {
			return err
		}
		if !in.Quiet {
			out.Deleted = append(out.Deleted, o)
		}
	}
	return write(w, out)
}
