package store

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"io"
	"sync"
)

// smallest is the length of text from which on it is compressed. Records of change
// sets and events repeat themselves a lot.
const smallest = 512

// packed marks compressed text; JSON never begins so.
const packed = 0

// packer compresses records, and keeps the memory that this needs.
type packer struct{ writers sync.Pool }

// pack returns the form in which a record's JSON is kept.
func (p *packer) pack(text []byte) []byte {
	if len(text) < smallest {
		return text
	}
	var b bytes.Buffer
	b.WriteByte(packed)
	w, ok := p.writers.Get().(*flate.Writer)
	if !ok {
		w, _ = flate.NewWriter(nil, flate.BestSpeed) // the level is one that there is
	}
	defer p.writers.Put(w)
	w.Reset(&b)
	_, _ = w.Write(text) // a buffer takes everything
	_ = w.Close()
	return b.Bytes()
}

// read decodes a record from the form in which it is kept; numbers in it keep their
// digits.
func (p *packer) read(kept []byte, record any) error {
	var from io.Reader = bytes.NewReader(kept)
	if len(kept) > 0 && kept[0] == packed {
		from = flate.NewReader(bytes.NewReader(kept[1:]))
	}
	decoder := json.NewDecoder(from)
	decoder.UseNumber()
	return decoder.Decode(record)
}
