package objects

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"hash"
	"hash/crc32"
	"hash/crc64"
)

// checks are the checksums that a client may send along with an object.
type checks map[string]hash.Hash

func newChecks() checks {
	// CRC-64/NVME, its polynomial with the bits reversed.
	const nvme = 0x9a6c9329ac4bc9b5
	return checks{
		"X-Amz-Checksum-Crc32":     crc32.NewIEEE(),
		"X-Amz-Checksum-Crc32c":    crc32.New(crc32.MakeTable(crc32.Castagnoli)),
		"X-Amz-Checksum-Crc64nvme": crc64.New(crc64.MakeTable(nvme)),
		"X-Amz-Checksum-Sha1":      sha1.New(),
		"X-Amz-Checksum-Sha256":    sha256.New(),
	}
}

func (c checks) Write(b []byte) (int, error) {
	for _, h := range c {
		_, _ = h.Write(b) // a hash takes everything
	}
	return len(b), nil
}

// values returns the checksums by the names of their headers.
func (c checks) values() map[string]string {
	out := map[string]string{}
	for name, h := range c {
		out[name] = base64.StdEncoding.EncodeToString(h.Sum(nil))
	}
	return out
}
