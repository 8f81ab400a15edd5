package spec

// Registration registers the model of each completed run.
type Registration struct {
	ModelPackageGroup      Text     `json:"modelPackageGroup"`
	Create                 bool     `json:"create"`
	Approval               string   `json:"approval"`
	Description            string   `json:"description"`
	Image                  Text     `json:"image"`
	ContentTypes           []string `json:"contentTypes"`
	ResponseTypes          []string `json:"responseTypes"`
	RealtimeInstanceTypes  []string `json:"realtimeInstanceTypes"`
	TransformInstanceTypes []string `json:"transformInstanceTypes"`
}
