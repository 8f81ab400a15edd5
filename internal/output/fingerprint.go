package output

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/lazyregexp"
)

// inMessages matches what changes in a message though the finding stays: places,
// line numbers and sizes.
var inMessages = lazyregexp.New(`[^\s"]*:\d+:\d+|\d+`)

// fingerprints returns an identity for each finding, 32 hexadecimal digits. It
// is made of the rule, the file and the field, or without a field the message,
// and of an ordinal where these are the same. Lines and columns have no part in
// it, so that a finding stays the same one when lines move; no two of a list are
// alike.
func fingerprints(list []diag.Diagnostic) []string {
	prints := make([]string, len(list))
	seen := map[string]int{}
	for i, d := range list {
		what := "field\x00" + d.Path
		if d.Path == "" {
			what = "message\x00" + inMessages().ReplaceAllString(d.Message, "")
		}
		key := ruleID(d) + "\x00" + d.Pos.File + "\x00" + what
		seen[key]++
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", key, seen[key]))
		prints[i] = hex.EncodeToString(sum[:16])
	}
	return prints
}
