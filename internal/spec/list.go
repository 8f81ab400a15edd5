package spec

import (
	"encoding/json"
)

// List is a list of texts, or the name of an export that holds a
// comma-separated list. The zero List is a reference that names neither.
type List struct {
	Items  []Text
	Import string
	// SSM is set when the user named an SSM parameter for the whole list, which
	// CloudFormation cannot split.
	SSM string
}

// UnmarshalJSON reads a list of texts, or one reference.
func (l *List) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '[' {
		return json.Unmarshal(data, &l.Items)
	}
	var t Text
	if err := t.UnmarshalJSON(data); err != nil {
		return err
	}
	if len(t) == 1 {
		l.Import, l.SSM = t[0].Import, t[0].SSM
	}
	return nil
}
