package artifact

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/template"
)

// pin returns a target's template with S3ObjectVersion beside the S3Key of each
// function whose code is one of the versions' keys in the artifact bucket. All
// other bytes stay.
func pin(t *target.Target, versions map[string]string) ([]byte, error) {
	document, err := template.Parse(t.Template)
	if err != nil {
		return nil, err
	}
	pinned := map[string]string{} // by logical ID
	for id, r := range document.Resources {
		code := template.Object(r.Properties, "Code")
		key, _ := template.Scalar(code["S3Key"])
		_, own := code["S3ObjectVersion"]
		if version, ok := versions[key]; ok && r.Type == "AWS::Lambda::Function" && isIn(code["S3Bucket"], t.Bucket) && !own {
			pinned[id] = version
		}
	}
	ends, err := keyEnds(t.Template)
	if err != nil {
		return nil, err
	}
	out := bytes.Clone(t.Template)
	// From the last to the first, because each insertion moves what follows.
	for _, end := range slices.Backward(slices.Sorted(maps.Keys(ends))) {
		version, ok := pinned[ends[end]]
		if !ok {
			continue
		}
		text, err := json.Marshal(version)
		if err != nil {
			return nil, err
		}
		out = slices.Insert(out, end, fmt.Appendf(nil, ",%s\"S3ObjectVersion\": %s", lead(out[:end]), text)...)
		delete(pinned, ends[end])
	}
	if len(pinned) > 0 {
		return nil, fmt.Errorf("the template has no S3Key for %v", slices.Sorted(maps.Keys(pinned)))
	}
	return out, nil
}

// isIn reports whether the value of S3Bucket is the artifact bucket.
func isIn(value any, b target.Bucket) bool {
	if b.Export == "" {
		name, ok := template.Scalar(value)
		return ok && name == b.Name
	}
	object, _ := value.(map[string]any)
	function, argument, ok := template.Intrinsic(object)
	name, literal := template.Scalar(argument)
	return ok && literal && function == "Fn::ImportValue" && name == b.Export
}

// lead returns the line break and the blanks at the beginning of the last line.
func lead(text []byte) []byte {
	line := text[bytes.LastIndexByte(text, '\n')+1:]
	if len(line) == len(text) {
		return nil
	}
	blanks := len(line) - len(bytes.TrimLeft(line, " \t"))
	return append([]byte{'\n'}, line[:blanks]...)
}

// keyEnds returns where the values of S3Key in the code of resources end, with the
// resources' logical IDs.
func keyEnds(text []byte) (map[int]string, error) {
	ends := map[int]string{}
	decoder := json.NewDecoder(bytes.NewReader(text))
	err := scan(decoder, nil, func(path []string) {
		if len(path) == 5 && path[0] == "Resources" && path[2] == "Properties" && path[3] == "Code" && path[4] == "S3Key" {
			ends[int(decoder.InputOffset())] = path[1]
		}
	})
	return ends, err
}

// scan reads one value, and calls visit after each string or number with the names
// of the members on the way to it.
func scan(d *json.Decoder, path []string, visit func(path []string)) error {
	token, err := d.Token()
	if err != nil {
		return err
	}
	switch token {
	case json.Delim('{'), json.Delim('['):
		for d.More() {
			name := ""
			if token == json.Delim('{') {
				member, err := d.Token()
				if err != nil {
					return err
				}
				name, _ = member.(string)
			}
			if err := scan(d, append(path, name), visit); err != nil {
				return err
			}
		}
		_, err = d.Token()
		return err
	}
	visit(path)
	return nil
}
