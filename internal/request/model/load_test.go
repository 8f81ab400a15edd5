package model

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"sync"
	"testing"
)

// The embedded file is what the generator wrote: nobody edited it by hand.
func TestEmbeddedHash(t *testing.T) {
	var file struct {
		Header struct{ Shapes string }
		Shapes json.RawMessage
	}
	if err := json.Unmarshal(embedded, &file); err != nil {
		t.Fatal(err)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, file.Shapes); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(compact.Bytes())
	if got, want := "sha256:"+hex.EncodeToString(sum[:]), file.Header.Shapes; got != want {
		t.Errorf("the shapes hash to %s, the header says %s: run go run ./tools/model", got, want)
	}
}

func TestDecodeErrors(t *testing.T) {
	for name, test := range map[string]struct{ file, want string }{
		"not JSON":       {`{`, "decode model"},
		"no root":        {`{"root": "R", "shapes": {}}`, `named "R"`},
		"unknown type":   {`{"root": "R", "shapes": {"R": {"type": "blob"}}}`, `unknown type "blob"`},
		"lost member":    {`{"root": "R", "shapes": {"R": {"type": "structure", "members": {"A": "X"}}}}`, "member A has no shape"},
		"lost required":  {`{"root": "R", "shapes": {"R": {"type": "structure", "required": ["A"]}}}`, "required member A"},
		"no element":     {`{"root": "R", "shapes": {"R": {"type": "list", "element": "X"}}}`, "needs an element"},
		"no key":         {`{"root": "R", "shapes": {"R": {"type": "map", "value": "R"}}}`, "needs a key"},
		"no value":       {`{"root": "R", "shapes": {"R": {"type": "map", "key": "R"}}}`, "needs a key and a value"},
		"name of shape":  {`{"root": "R", "shapes": {"R": {"type": "string"}, "S": {"type": "list"}}}`, "shape S"},
		"limits in text": {`{"root": "R", "shapes": {"R": {"type": "string", "max": "9"}}}`, "decode model"},
	} {
		if _, err := decode([]byte(test.file)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got error %v, want one with %q", name, err, test.want)
		}
	}
}

// Many goroutines may meet the model for the first time together; the race
// detector watches.
func TestConcurrentUse(t *testing.T) {
	d, err := decode(embedded)
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			if problems := d.root.Validate(FullExample(d.root)); problems != nil {
				t.Errorf("got %+v, want no problem", problems)
			}
		})
	}
	group.Wait()
}

func BenchmarkDecode(b *testing.B) {
	for b.Loop() {
		if _, err := decode(embedded); err != nil {
			b.Fatal(err)
		}
	}
}
