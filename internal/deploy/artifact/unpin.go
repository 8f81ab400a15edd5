package artifact

import (
	"encoding/json"

	"github.com/smgen/smgen/internal/template"
)

// Unpin takes those versions of artifacts out of a deployed template that the specs do
// not ask for: each deployment pins them, and they change nothing. After is the template
// that the specs make. It returns the text and the document without them.
func Unpin(text []byte, deployed, after *template.Document) ([]byte, *template.Document, error) {
	var pinned []string
	for id, r := range deployed.Resources {
		_, has := template.Object(r.Properties, "Code")[version]
		_, wanted := template.Object(after.Resources[id].Properties, "Code")[version]
		if has && !wanted && r.Type == "AWS::Lambda::Function" {
			pinned = append(pinned, id)
		}
	}
	if len(pinned) == 0 {
		return text, deployed, nil
	}
	// What smgen deploys is JSON; of other templates nothing was pinned by it.
	tree, err := template.ReadJSON(string(text))
	if err != nil {
		return text, deployed, nil
	}
	root, _ := tree.(map[string]any)
	for _, id := range pinned {
		properties := template.Object(template.Object(template.Object(root, "Resources"), id), "Properties")
		delete(template.Object(properties, "Code"), version)
	}
	out, err := json.Marshal(root)
	if err != nil {
		return nil, nil, err
	}
	document, err := template.Parse(out)
	return out, document, err
}

// version is the member of a function's code that pins an artifact.
const version = "S3ObjectVersion"
