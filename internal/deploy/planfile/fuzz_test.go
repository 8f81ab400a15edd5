package planfile_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/smgen/smgen/internal/deploy/planfile"
)

// FuzzDecode reads what somebody has made by hand, and given a right digest: it is
// refused, or all formats write it.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		`{"stacks":[],"review":{"schemaVersion":1}}`,
		`{"commit":{"id":"1","tree":"2"},"stacks":[{"name":"a","account":"1","region":"r","operation":"none"}],"review":{"schemaVersion":1,"stacks":[{"name":"a","group":-1,"gone":{}}]}}`,
		`{"review":{"schemaVersion":1,"stacks":[null,{"changeSet":{"Changes":[{}]},"jobs":[{"lines":[{}]}],"access":{"Gained":[{}]}}],"reach":[{}]}}`,
		`{"review":{"schemaVersion":1,"stacks":[{"group":9223372036854775807,"requests":[{"at":"#"}],"drawing":"` + "```" + `"}]}}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var compact strings.Builder
		if inner, err := json.Marshal(json.RawMessage(text)); err == nil {
			compact.Write(inner)
		}
		digest := sha256.Sum256([]byte("smgen plan 1\n" + compact.String()))
		p, err := planfile.Decode(strings.NewReader(fmt.Sprintf(`{"schemaVersion":1,"digest":"sha256:%x","plan":%s}`, digest, compact.String())))
		if err != nil {
			return
		}
		reports(t, p.Review)
	})
}
