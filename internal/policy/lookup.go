package policy

// turnedOn reports whether a member of the request is true.
func (p *Pass) turnedOn(members ...string) bool { return p.Request.Value(members...) == true }

// elements returns the elements of a list of the request, none if there is none.
func (p *Pass) elements(members ...string) []map[string]any {
	list, _ := p.Request.Value(members...).([]any)
	elements := make([]map[string]any, len(list))
	for i, element := range list {
		elements[i], _ = element.(map[string]any)
	}
	return elements
}

// reportAt adds a finding at the field behind a JSON Pointer into the request.
func (p *Pass) reportAt(pointer, message, help string) {
	p.Report(p.Request.Path(pointer), message, help)
}

// isChosen reports whether somebody set a field for this job on purpose, rather
// than the schema or the defaults of a layer.
func (p *Pass) isChosen(path string) bool {
	origin, given := p.Stack.Origins[path]
	return given && path != "" && !origin.Default
}

// literal returns a string of the request, empty if it is or holds a reference.
func literal(value any) string {
	text, _ := value.(string)
	return text
}
