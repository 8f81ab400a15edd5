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

// CreateTrainingJob has no fractional number today; the API has.
func TestFloat(t *testing.T) {
	d, err := decode([]byte(`{"root": "R", "shapes": {"R": {"type": "double", "min": 0, "max": 1}}}`))
	if err != nil {
		t.Fatal(err)
	}
	for given, want := range map[any]string{
		json.Number("0.5"):   "",
		json.Number("1"):     "",
		json.Number("1e-9"):  "",
		json.Number("1.01"):  "got 1.01, want 0 to 1",
		json.Number("-1e-9"): "got -1e-9, want 0 to 1",
		json.Number("1e999"): "got number 1e999, want number",
		"0.5":                `got string "0.5", want number`,
	} {
		got := ""
		for _, p := range d.root.Validate(given) {
			got += p.Message
		}
		if got != want {
			t.Errorf("Validate(%v) says %q, want %q", given, got, want)
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
