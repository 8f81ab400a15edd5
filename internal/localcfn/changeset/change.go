package changeset

// Change is a member of DescribeChangeSet's Changes.
type Change struct {
	Type           string
	ResourceChange ResourceChange
}

// ResourceChange is what happens to one resource.
type ResourceChange struct {
	PolicyAction       string `xml:",omitempty"`
	Action             string
	LogicalResourceId  string
	PhysicalResourceId string `xml:",omitempty"`
	ResourceType       string
	Replacement        string   `xml:",omitempty"`
	Scope              []string `xml:"Scope>member"`
	Details            []Detail `xml:"Details>member"`
	BeforeContext      string   `xml:",omitempty"`
	AfterContext       string   `xml:",omitempty"`
}

// Detail is one value that changes, and why.
type Detail struct {
	Target        Target
	Evaluation    string
	ChangeSource  string
	CausingEntity string `xml:",omitempty"`
}

// Target is the place of a change.
type Target struct {
	Attribute           string
	Name                string `xml:",omitempty"`
	RequiresRecreation  string
	Path                string `xml:",omitempty"`
	BeforeValue         string `xml:",omitempty"`
	AfterValue          string `xml:",omitempty"`
	AttributeChangeType string `xml:",omitempty"`
}
