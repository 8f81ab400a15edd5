package review

import (
	"encoding/json"
	"io"
)

// GitLab is the file of a terraform report, from which a merge request shows how
// many resources change ("artifacts:reports:terraform" in docs.gitlab.com). A
// resource that is replaced is one that is created and one that is deleted, as
// Terraform counts.
type GitLab struct{}

// Write writes one JSON object.
func (GitLab) Write(w io.Writer, r *Review) error {
	c := r.Summary.Counts
	return json.NewEncoder(w).Encode(struct {
		Create int `json:"create"`
		Update int `json:"update"`
		Delete int `json:"delete"`
	}{c.Added + c.Replaced, c.Changed + c.MayReplace, c.Removed + c.Replaced})
}
