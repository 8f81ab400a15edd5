package objects

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/smgen/smgen/internal/localcfn/store"
)

// The kinds of records.
const (
	buckets  = "buckets"  // by name
	versions = "versions" // by bucket/key, a zero byte and a number that falls
)

// Bucket is a bucket.
type Bucket struct {
	Name            string
	Account, Region string
	// Versioned keeps the versions of objects that are written again.
	Versioned bool
	Created   time.Time
}

// Version is one version of an object.
type Version struct {
	Bucket, Key string
	// ID is "null" where versions are not kept.
	ID string
	// Blob is the name of the content, ETag its MD5 in quotation marks.
	Blob, ETag string
	Size       int64
	Modified   time.Time
	// Headers are what the object was put with and is given back with.
	Headers map[string]string
	// Deleted marks the place where an object was deleted.
	Deleted bool
}

// Why a bucket cannot be made or removed.
var (
	ErrTaken    = errors.New("the bucket name is taken")
	ErrNotEmpty = errors.New("the bucket is not empty")
)

// Make makes a bucket. The error is [ErrTaken] if anybody has one of that name.
func Make(tx store.Tx, b Bucket) error {
	if ok, err := tx.Get(buckets, b.Name, &Bucket{}); ok || err != nil {
		return errors.Join(ErrTaken, err)
	}
	return tx.Put(buckets, b.Name, b)
}

// Keep says whether a bucket keeps versions from now on.
func Keep(tx store.Tx, name string, versioned bool) error {
	var b Bucket
	if ok, err := tx.Get(buckets, name, &b); !ok || err != nil {
		return err
	}
	b.Versioned = versioned
	return tx.Put(buckets, name, b)
}

// Remove removes a bucket; one that is not there is fine. The error is
// [ErrNotEmpty] if there are objects in it, of any version.
func Remove(tx store.Tx, name string) error {
	empty := true
	err := store.Scan(tx, versions, name+"/", "", func(string, Version) (bool, error) {
		empty = false
		return false, nil
	})
	if err != nil {
		return err
	}
	if !empty {
		return ErrNotEmpty
	}
	return tx.Delete(buckets, name)
}

// Find returns the bucket of a name, and whether there is one.
func Find(tx store.Tx, name string) (b Bucket, ok bool, err error) {
	ok, err = tx.Get(buckets, name, &b)
	return b, ok, err
}

// Latest returns the current version of an object, and whether there is one: false
// for one that was deleted.
func Latest(tx store.Tx, bucket, key string) (v Version, ok bool, err error) {
	err = store.Scan(tx, versions, bucket+"/"+key+"\x00", "", func(_ string, found Version) (bool, error) {
		v, ok = found, !found.Deleted
		return false, nil
	})
	return v, ok, err
}

// At returns one version of an object, and whether there is one.
func At(tx store.Tx, bucket, key, id string) (v Version, ok bool, err error) {
	err = store.Scan(tx, versions, bucket+"/"+key+"\x00", "", func(_ string, found Version) (bool, error) {
		if found.ID == id {
			v, ok = found, true
		}
		return !ok, nil
	})
	return v, ok, err
}

// Add makes a version the current one of its object, and gives it its ID.
func Add(tx store.Tx, b Bucket, v *Version) error {
	number, err := tx.Next(versions)
	if err != nil {
		return err
	}
	v.ID = "null"
	if b.Versioned {
		v.ID = fmt.Sprintf("local.%020d", number)
	} else if err := forget(tx, v.Bucket, v.Key); err != nil {
		return err
	}
	return tx.Put(versions, fmt.Sprintf("%s/%s\x00%020d", v.Bucket, v.Key, ^number), v)
}

// forget removes the versions without an ID of an object.
func forget(tx store.Tx, bucket, key string) error {
	var stale []string
	err := store.Scan(tx, versions, bucket+"/"+key+"\x00", "", func(at string, v Version) (bool, error) {
		if v.ID == "null" {
			stale = append(stale, at)
		}
		return true, nil
	})
	for _, at := range stale {
		err = errors.Join(err, tx.Delete(versions, at))
	}
	return err
}

// List returns the versions in a bucket of keys that begin with a prefix, by key,
// the current one first: about n of those that follow after a key, all versions of
// the last one.
func List(tx store.Tx, bucket, prefix, after string, n int) (list []Version, more bool, err error) {
	start := ""
	if after != "" {
		start = bucket + "/" + after + "\x00\xff"
	}
	err = store.Scan(tx, versions, bucket+"/"+prefix, start, func(_ string, v Version) (bool, error) {
		more = len(list) >= n && list[len(list)-1].Key != v.Key
		if !more {
			list = append(list, v)
		}
		return !more, nil
	})
	return list, more, err
}

// ValidKey reports whether S3 takes a key.
func ValidKey(key string) bool {
	return key != "" && len(key) <= 1024 && !strings.Contains(key, "\x00")
}
