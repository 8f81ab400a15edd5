package spec

// Job is one training job definition. Its fields are the schema's, where each
// says what it is for.
type Job struct {
	// Name is the job's key in the stack.
	Name string `json:"-"`

	Image                    string                   `json:"image"`
	Algorithm                Text                     `json:"algorithm"`
	InputMode                string                   `json:"inputMode"`
	Entrypoint               []string                 `json:"entrypoint"`
	Arguments                []string                 `json:"arguments"`
	Metrics                  map[string]string        `json:"metrics"`
	InstanceType             string                   `json:"instanceType"`
	InstanceCount            int64                    `json:"instanceCount"`
	InstanceGroups           map[string]InstanceGroup `json:"instanceGroups"`
	VolumeSizeGB             int64                    `json:"volumeSizeGB"`
	VolumeKmsKey             Text                     `json:"volumeKmsKey"`
	KeepAliveSeconds         *int64                   `json:"keepAliveSeconds"`
	TrainingPlan             Text                     `json:"trainingPlan"`
	MaxRuntimeSeconds        int64                    `json:"maxRuntimeSeconds"`
	MaxPendingSeconds        *int64                   `json:"maxPendingSeconds"`
	Spot                     *Spot                    `json:"spot"`
	RetryAttempts            *int64                   `json:"retryAttempts"`
	Inputs                   map[string]Channel       `json:"inputs"`
	Output                   *Output                  `json:"output"`
	Checkpoints              *Checkpoints             `json:"checkpoints"`
	Hyperparameters          map[string]Text          `json:"hyperparameters"`
	Environment              map[string]Text          `json:"environment"`
	Tags                     map[string]string        `json:"tags"`
	Vpc                      *Vpc                     `json:"vpc"`
	NetworkIsolation         bool                     `json:"networkIsolation"`
	InterContainerEncryption bool                     `json:"interContainerEncryption"`
	RemoteDebug              *bool                    `json:"remoteDebug"`
	InfraCheck               *bool                    `json:"infraCheck"`
	TensorBoard              *TensorBoard             `json:"tensorBoard"`
	Experiment               *Experiment              `json:"experiment"`
	Debugger                 *Debugger                `json:"debugger"`
	Profiler                 *Profiler                `json:"profiler"`
	Mlflow                   *Mlflow                  `json:"mlflow"`
	Schedule                 *Schedule                `json:"schedule"`
	On                       *Event                   `json:"on"`
	Launch                   Launch                   `json:"launch"`
	Registration             *Registration            `json:"registration"`
	Runbook                  string                   `json:"runbook"`
	Notify                   *JobNotify               `json:"notify"`
	Alarms                   *Alarms                  `json:"alarms"`
	TrainingJobNamePrefix    string                   `json:"trainingJobNamePrefix"`
	TrainingRole             TrainingRole             `json:"trainingRole"`
	LaunchRole               Role                     `json:"launchRole"`
	Access                   []Access                 `json:"access"`
	Waive                    []Waiver                 `json:"waive"`
	Request                  map[string]any           `json:"request"`
}

// InstanceGroup is a named group of equal machines.
type InstanceGroup struct {
	InstanceType  string `json:"instanceType"`
	InstanceCount int64  `json:"instanceCount"`
}

// Spot is managed spot training.
type Spot struct {
	MaxWaitSeconds int64 `json:"maxWaitSeconds"`
}

// Channel is an input channel.
type Channel struct {
	S3             Text        `json:"s3"`
	S3DataType     string      `json:"s3DataType"`
	Distribution   string      `json:"distribution"`
	AttributeNames []string    `json:"attributeNames"`
	InstanceGroups []string    `json:"instanceGroups"`
	EFS            *FileSystem `json:"efs"`
	FSx            *FileSystem `json:"fsx"`
	ContentType    string      `json:"contentType"`
	Compression    string      `json:"compression"`
	RecordWrapper  string      `json:"recordWrapper"`
	InputMode      string      `json:"inputMode"`
	ShuffleSeed    *int64      `json:"shuffleSeed"`
}

// FileSystem is a directory of EFS or FSx for Lustre.
type FileSystem struct {
	ID     Text   `json:"id"`
	Path   string `json:"path"`
	Access string `json:"access"`
}

// Output is where the trained model goes.
type Output struct {
	S3          Text   `json:"s3"`
	KmsKey      Text   `json:"kmsKey"`
	Compression string `json:"compression"`
}

// Checkpoints are files kept in S3 while the job runs.
type Checkpoints struct {
	S3        Text   `json:"s3"`
	LocalPath string `json:"localPath"`
	// Resume is perRun or previous.
	Resume string `json:"resume"`
}

// TensorBoard is where TensorBoard's files go.
type TensorBoard struct {
	S3        Text   `json:"s3"`
	LocalPath string `json:"localPath"`
}

// Experiment files the run in SageMaker Experiments.
type Experiment struct {
	Name        string `json:"name"`
	Trial       string `json:"trial"`
	DisplayName string `json:"displayName"`
	Run         string `json:"run"`
}

// Debugger is SageMaker Debugger's hook and rules.
type Debugger struct {
	S3          Text                         `json:"s3"`
	LocalPath   string                       `json:"localPath"`
	Parameters  map[string]string            `json:"parameters"`
	Collections map[string]map[string]string `json:"collections"`
	Rules       map[string]RuleConfiguration `json:"rules"`
}

// Profiler is SageMaker Debugger's profiler and rules.
type Profiler struct {
	S3                   Text                         `json:"s3"`
	IntervalMilliseconds *int64                       `json:"intervalMilliseconds"`
	Parameters           map[string]string            `json:"parameters"`
	Rules                map[string]RuleConfiguration `json:"rules"`
}

// RuleConfiguration is one debugger or profiler rule.
type RuleConfiguration struct {
	Image        string            `json:"image"`
	LocalPath    string            `json:"localPath"`
	S3           Text              `json:"s3"`
	InstanceType string            `json:"instanceType"`
	VolumeSizeGB *int64            `json:"volumeSizeGB"`
	Parameters   map[string]string `json:"parameters"`
}

// Vpc attaches the job's machines to a network.
type Vpc struct {
	Subnets        List `json:"subnets"`
	SecurityGroups List `json:"securityGroups"`
}

// Role is an existing IAM role, or settings of one to create.
type Role struct {
	Arn             Text   `json:"arn"`
	Name            string `json:"name"`
	ManagedPolicies []Text `json:"managedPolicies"`
}

// TrainingRole is the role of the container.
type TrainingRole struct {
	Role
	ListWholeBuckets bool `json:"listWholeBuckets"`
}

// Access is a permission beside those that the job's own settings need.
type Access struct {
	Actions   []string `json:"actions"`
	Resources []Text   `json:"resources"`
	Reason    string   `json:"reason"`
}

// IsTriggered reports whether anything starts the job.
func (j *Job) IsTriggered() bool { return j.Schedule != nil || j.On != nil }

// Path is the job's path in its stack.
func (j *Job) Path() string { return Join("jobs", j.Name) }
