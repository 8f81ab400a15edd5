package spec

// Mlflow connects a job to an MLflow tracking server or App.
type Mlflow struct {
	Arn             Text   `json:"arn"`
	Experiment      string `json:"experiment"`
	RunName         string `json:"runName"`
	Artifacts       Text   `json:"artifacts"`
	RegisteredModel string `json:"registeredModel"`
	Register        bool   `json:"register"`
}

// Registers reports whether the training script may register models.
func (m *Mlflow) Registers() bool { return m.Register || m.RegisteredModel != "" }

// MlflowResource is an MLflow App or tracking server that the stack creates.
type MlflowResource struct {
	// Kind is app or server.
	Kind           string `json:"kind"`
	Name           string `json:"name"`
	Artifacts      Text   `json:"artifacts"`
	RegisterModels bool   `json:"registerModels"`
	Size           string `json:"size"`
	Version        string `json:"version"`
	Maintenance    string `json:"maintenance"`
}

// MlflowID is the logical ID of the App or server that a stack creates.
const MlflowID = "Mlflow"

// Arn is the resource's ARN, known when the stack is deployed.
func (r *MlflowResource) Arn() Text {
	if r.Kind == "server" {
		return Text{{Resource: MlflowID, Attribute: "TrackingServerArn"}}
	}
	return Text{{Resource: MlflowID, Attribute: "Arn"}}
}

// MlflowOf returns what connects a job to MLflow, with what the stack creates
// where the job names nothing else; nil for a job without MLflow. The ARN is
// absent if nobody names one.
func (s *Stack) MlflowOf(j *Job) *Mlflow {
	if j.Mlflow == nil || s.Mlflow == nil || !j.Mlflow.Arn.IsZero() {
		return j.Mlflow
	}
	m := *j.Mlflow
	m.Arn = s.Mlflow.Arn()
	if m.Artifacts.IsZero() {
		m.Artifacts = s.Mlflow.Artifacts
	}
	return &m
}
