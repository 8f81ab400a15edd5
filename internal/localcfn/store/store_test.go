package store_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/localcfn/store"
)

func open(t *testing.T, dir string) *store.Store {
	t.Helper()
	s, err := store.Open(dir, false)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestRecords(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "state")
	s := open(t, dir)
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Error(info.Mode(), err)
	}
	err := s.Update(func(tx store.Tx) error {
		for _, key := range []string{"a/2", "b/1", "a/1", "a/3"} {
			if err := tx.Put("things", key, map[string]any{"key": key, "large": json.Number("12345678901234567890")}); err != nil {
				return err
			}
		}
		return tx.Delete("things", "a/3")
	})
	if err != nil {
		t.Fatal(err)
	}
	refused := errors.New("refused")
	err = s.Update(func(tx store.Tx) error {
		return errors.Join(tx.Put("things", "a/0", 1), tx.Delete("things", "a/1"), refused)
	})
	if !errors.Is(err, refused) {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	s = open(t, dir)
	defer s.Close()
	var got []map[string]any
	err = s.View(func(tx store.Tx) (err error) {
		got, err = store.All[map[string]any](tx, "things", "a/")
		return err
	})
	want := []map[string]any{
		{"key": "a/1", "large": json.Number("12345678901234567890")},
		{"key": "a/2", "large": json.Number("12345678901234567890")},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
	err = s.View(func(tx store.Tx) error {
		if ok, err := tx.Get("nothing", "a", &struct{}{}); ok || err != nil {
			t.Error(ok, err)
		}
		return store.Scan(tx, "things", "a/", "a/2", func(key string, _ map[string]any) (bool, error) {
			if key != "a/2" {
				t.Error(key)
			}
			return true, nil
		})
	})
	if err != nil {
		t.Error(err)
	}
}

func TestLongRecords(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	defer s.Close()
	want := map[string]string{"small": "a", "long": strings.Repeat("a long text ", 10_000)}
	err := s.Update(func(tx store.Tx) error { return tx.Put("things", "a", want) })
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]string
	err = s.View(func(tx store.Tx) error {
		_, err := tx.Get("things", "a", &got)
		return err
	})
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
	if info, err := os.Stat(filepath.Join(dir, "state.db")); err != nil || info.Size() > 100_000 {
		t.Error("it is kept as it is:", info.Size(), err)
	}
}

func TestInUse(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	defer s.Close()
	_, err := store.Open(dir, false)
	if used := (*store.InUseError)(nil); !errors.As(err, &used) || used.Dir != dir || !strings.Contains(err.Error(), dir) {
		t.Error(err)
	}
}

func TestDamaged(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "state.db"), []byte(strings.Repeat("no database ", 2000)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(dir, false); err == nil || !strings.Contains(err.Error(), dir) || !strings.Contains(err.Error(), "delete it") {
		t.Error(err)
	}
}

func TestBlobs(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "blobs")
	b, err := store.OpenBlobs(dir, true)
	if err != nil {
		t.Fatal(err)
	}
	name, err := b.Put(strings.NewReader("content"))
	if err != nil || name != "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73" {
		t.Fatal(name, err)
	}
	if text, err := b.Read(name); string(text) != "content" || err != nil {
		t.Error(text, err)
	}
	broken := errors.New("broken")
	if _, err := b.Put(failing{broken}); !errors.Is(err, broken) {
		t.Error(err)
	}
	if list, err := os.ReadDir(dir); len(list) != 1 || err != nil {
		t.Error("something is left:", list, err)
	}
	if _, err := b.Read("../blobs/../../etc/passwd"); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
