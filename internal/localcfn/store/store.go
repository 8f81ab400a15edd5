package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// fileName is the file in the directory that holds the records.
const fileName = "state.db"

// InUseError reports a directory that another process has opened.
type InUseError struct{ Dir string }

// Error says what to do instead.
func (e *InUseError) Error() string {
	return fmt.Sprintf("%s is in use by another process; stop that one, or choose another directory", e.Dir)
}

// Store is an open directory of records. It is safe for concurrent use.
type Store struct {
	db     *bolt.DB
	packer packer
}

// Open opens the directory, and creates it for its owner alone if it is not there.
// What is written survives the process; with durable it also survives the machine,
// for some milliseconds each time. The error is an [InUseError] if another process
// has opened the directory.
func Open(dir string, durable bool) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("create the directory of state: %w", err)
	}
	// MkdirAll leaves a directory that was there as it was.
	if err := os.Chmod(dir, 0o700); err != nil {
		return nil, fmt.Errorf("protect the directory of state: %w", err)
	}
	db, err := bolt.Open(filepath.Join(dir, fileName), 0o600, &bolt.Options{Timeout: time.Millisecond, NoSync: !durable})
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		return nil, &InUseError{dir}
	case err != nil:
		return nil, fmt.Errorf("open the state in %s: %w; if the directory holds nothing of worth, delete it", dir, err)
	}
	return &Store{db: db}, nil
}

// Close waits for what is under way, and closes the directory.
func (s *Store) Close() error { return errors.Join(s.db.Sync(), s.db.Close()) }

// View calls read with a view of the records that does not change meanwhile.
func (s *Store) View(read func(Tx) error) error {
	return s.db.View(func(tx *bolt.Tx) error { return read(Tx{tx, &s.packer}) })
}

// Update calls change, alone, and keeps what it wrote if it returns nil.
func (s *Store) Update(change func(Tx) error) error {
	return s.db.Update(func(tx *bolt.Tx) error { return change(Tx{tx, &s.packer}) })
}

// Tx is the access to the records within one [Store.View] or [Store.Update].
type Tx struct {
	tx     *bolt.Tx
	packer *packer
}

// Put writes a record.
func (t Tx) Put(kind, key string, record any) error {
	text, err := json.Marshal(record)
	if err != nil {
		return fmt.Errorf("write %s %s: %w", kind, key, err)
	}
	bucket, err := t.tx.CreateBucketIfNotExists([]byte(kind))
	if err != nil {
		return fmt.Errorf("write %s %s: %w", kind, key, err)
	}
	return bucket.Put([]byte(key), t.packer.pack(text))
}

// Get reads a record into what the pointer leads to, and reports whether there is
// one.
func (t Tx) Get(kind, key string, record any) (bool, error) {
	bucket := t.tx.Bucket([]byte(kind))
	if bucket == nil {
		return false, nil
	}
	text := bucket.Get([]byte(key))
	if text == nil {
		return false, nil
	}
	if err := t.packer.read(text, record); err != nil {
		return false, fmt.Errorf("read %s %s: %w", kind, key, err)
	}
	return true, nil
}

// Delete removes a record; one that is not there is fine.
func (t Tx) Delete(kind, key string) error {
	bucket := t.tx.Bucket([]byte(kind))
	if bucket == nil {
		return nil
	}
	return bucket.Delete([]byte(key))
}

// Scan calls each for the records whose key begins with a prefix, in the order of
// the keys, from the key start on, until it returns false. It must not write.
func Scan[R any](t Tx, kind, prefix, start string, each func(key string, record R) (bool, error)) error {
	bucket := t.tx.Bucket([]byte(kind))
	if bucket == nil {
		return nil
	}
	cursor := bucket.Cursor()
	for k, v := cursor.Seek([]byte(max(prefix, start))); k != nil && strings.HasPrefix(string(k), prefix); k, v = cursor.Next() {
		var record R
		if err := t.packer.read(v, &record); err != nil {
			return fmt.Errorf("read %s %s: %w", kind, k, err)
		}
		if more, err := each(string(k), record); err != nil || !more {
			return err
		}
	}
	return nil
}

// All returns the records whose key begins with a prefix, in the order of the keys.
func All[R any](t Tx, kind, prefix string) ([]R, error) {
	var list []R
	err := Scan(t, kind, prefix, "", func(_ string, record R) (bool, error) {
		list = append(list, record)
		return true, nil
	})
	return list, err
}

// Next returns a number that is higher than any before it of the kind, from 1 on.
func (t Tx) Next(kind string) (uint64, error) {
	bucket, err := t.tx.CreateBucketIfNotExists([]byte(kind))
	if err != nil {
		return 0, fmt.Errorf("number %s: %w", kind, err)
	}
	return bucket.NextSequence()
}
