package render

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/request"
)

// checkTags reports tags whose keys differ in letter case only. IAM takes such
// keys for one, and refuses to create a role with both.
func checkTags(j *launch.Job) {
	first := map[string]request.Tag{}
	for _, tag := range request.Tags(j.Stack, j.Spec) {
		folded := strings.ToLower(tag.Key)
		other, again := first[folded]
		if !again {
			first[folded] = tag
			continue
		}
		// A tag that smgen adds by itself has no path.
		j.ReportAt(cmp.Or(tag.Path, other.Path), fmt.Sprintf("the tags %s and %s differ in letter case only, and IAM takes them for one", other.Key, tag.Key),
			"keep one of them, or write both the same")
	}
}
