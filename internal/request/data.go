package request

import (
	"strings"

	"github.com/smgen/smgen/internal/spec"
)

func (b *builder) inputs() {
	channels := newList(b.at("inputs"))
	for _, name := range spec.SortedKeys(b.job.Inputs) {
		channels.list = append(channels.list, b.channel(name, b.job.Inputs[name]))
	}
	b.putList(channels, "InputDataConfig")
}

func (b *builder) channel(name string, c spec.Channel) *node {
	path := spec.Join(b.at("inputs"), name)
	n := newObject(path)
	set := func(value any, field string, members ...string) { n.set(value, path+"."+field, members...) }
	n.set(name, path, "ChannelName")
	set(c.ContentType, "contentType", "ContentType")
	set(c.Compression, "compression", "CompressionType")
	set(c.RecordWrapper, "recordWrapper", "RecordWrapperType")
	set(c.InputMode, "inputMode", "InputMode")
	set(c.ShuffleSeed, "shuffleSeed", "ShuffleConfig", "Seed")
	if !c.S3.IsZero() {
		set(c.S3, "s3", "DataSource", "S3DataSource", "S3Uri")
		dataType := c.S3DataType
		if dataType == "" {
			dataType = "S3Prefix"
		}
		set(dataType, "s3DataType", "DataSource", "S3DataSource", "S3DataType")
	}
	set(c.Distribution, "distribution", "DataSource", "S3DataSource", "S3DataDistributionType")
	set(c.AttributeNames, "attributeNames", "DataSource", "S3DataSource", "AttributeNames")
	set(c.InstanceGroups, "instanceGroups", "DataSource", "S3DataSource", "InstanceGroupNames")
	b.fileSystem(n, c.EFS, path+".efs", "EFS")
	b.fileSystem(n, c.FSx, path+".fsx", "FSxLustre")
	if c.EFS != nil && c.FSx != nil {
		b.report(path, "the channel names both efs and fsx, and can have one source", "remove one of them")
	}
	return n
}

func (b *builder) fileSystem(channel *node, f *spec.FileSystem, path, fileSystemType string) {
	if f == nil {
		return
	}
	const source, system = "DataSource", "FileSystemDataSource"
	channel.set(fileSystemType, path, source, system, "FileSystemType") // first: what is missing is missing there
	channel.set(f.ID, path+".id", source, system, "FileSystemId")
	channel.set(f.Path, path+".path", source, system, "DirectoryPath")
	channel.set(f.Access, path+".access", source, system, "FileSystemAccessMode")
}

func (b *builder) output() {
	if o := b.job.Output; o != nil {
		b.set(o.S3, "output.s3", "OutputDataConfig", "S3OutputPath")
		b.set(o.KmsKey, "output.kmsKey", "OutputDataConfig", "KmsKeyId")
		b.set(o.Compression, "output.compression", "OutputDataConfig", "CompressionType")
	}
	if c := b.job.Checkpoints; c != nil {
		place := c.S3
		if c.Resume != "previous" && !place.IsZero() {
			place = perRun(place)
		}
		b.set(place, "checkpoints.s3", "CheckpointConfig", "S3Uri")
		b.set(c.LocalPath, "checkpoints.localPath", "CheckpointConfig", "LocalPath")
	}
	if t := b.job.TensorBoard; t != nil {
		b.set(t.S3, "tensorBoard.s3", "TensorBoardOutputConfig", "S3OutputPath")
		b.set(t.LocalPath, "tensorBoard.localPath", "TensorBoardOutputConfig", "LocalPath")
	}
}

// perRun gives each run a place of its own below an S3 URI: SageMaker copies
// what it finds at the checkpoint URI into the container, so that a fixed one
// makes each run continue the one before.
func perRun(place spec.Text) spec.Text {
	separator := "/"
	if last := place[len(place)-1]; strings.HasSuffix(last.Literal, "/") {
		separator = ""
	}
	return place.Append(spec.Part{Literal: separator}, spec.Part{Run: "id"})
}

func (b *builder) debugging() {
	if d := b.job.Debugger; d != nil {
		b.set(d.S3, "debugger.s3", "DebugHookConfig", "S3OutputPath")
		b.set(d.LocalPath, "debugger.localPath", "DebugHookConfig", "LocalPath")
		b.set(d.Parameters, "debugger.parameters", "DebugHookConfig", "HookParameters")
		collections := newList(b.at("debugger.collections"))
		for _, name := range spec.SortedKeys(d.Collections) {
			path := spec.Join(collections.path, name)
			collection := newObject(path)
			collection.set(name, path, "CollectionName")
			collection.set(d.Collections[name], path, "CollectionParameters")
			collections.list = append(collections.list, collection)
		}
		b.putList(collections, "DebugHookConfig", "CollectionConfigurations")
		b.putList(ruleConfigurations(d.Rules, b.at("debugger.rules")), "DebugRuleConfigurations")
	}
	if p := b.job.Profiler; p != nil {
		b.set(p.S3, "profiler.s3", "ProfilerConfig", "S3OutputPath")
		b.set(p.IntervalMilliseconds, "profiler.intervalMilliseconds", "ProfilerConfig", "ProfilingIntervalInMilliseconds")
		b.set(p.Parameters, "profiler.parameters", "ProfilerConfig", "ProfilingParameters")
		b.putList(ruleConfigurations(p.Rules, b.at("profiler.rules")), "ProfilerRuleConfigurations")
	}
}

func ruleConfigurations(rules map[string]spec.RuleConfiguration, path string) *node {
	n := newList(path)
	for _, name := range spec.SortedKeys(rules) {
		below, rule := spec.Join(path, name), rules[name]
		item := newObject(below)
		item.set(name, below, "RuleConfigurationName")
		item.set(rule.Image, below+".image", "RuleEvaluatorImage")
		item.set(rule.LocalPath, below+".localPath", "LocalPath")
		item.set(rule.S3, below+".s3", "S3OutputPath")
		item.set(rule.InstanceType, below+".instanceType", "InstanceType")
		item.set(rule.VolumeSizeGB, below+".volumeSizeGB", "VolumeSizeInGB")
		item.set(rule.Parameters, below+".parameters", "RuleParameters")
		n.list = append(n.list, item)
	}
	return n
}

// tracking connects the job to experiments: SageMaker's own, and MLflow by the
// environment that its client reads.
func (b *builder) tracking() {
	if e := b.job.Experiment; e != nil {
		b.set(e.Name, "experiment.name", "ExperimentConfig", "ExperimentName")
		b.set(e.Trial, "experiment.trial", "ExperimentConfig", "TrialName")
		b.set(e.DisplayName, "experiment.displayName", "ExperimentConfig", "TrialComponentDisplayName")
		b.set(e.Run, "experiment.run", "ExperimentConfig", "RunName")
	}
	m := b.stack.MlflowOf(b.job)
	if m == nil {
		return
	}
	b.variable("MLFLOW_TRACKING_URI", m.Arn, "mlflow.arn")
	b.variable("MLFLOW_TRACKING_ARN", m.Arn, "mlflow.arn")
	b.variable("MLFLOW_EXPERIMENT_NAME", literal(m.Experiment), "mlflow.experiment")
	b.variable("MLFLOW_RUN_NAME", literal(m.RunName), "mlflow.runName")
	b.variable("MLFLOW_REGISTERED_MODEL_NAME", literal(m.RegisteredModel), "mlflow.registeredModel")
	if m.Arn.IsZero() {
		b.report(b.at("mlflow"), "mlflow names no server, and the stack creates none", "give mlflow: arn, or let the stack create one: mlflow: {name: …, artifacts: …}")
	}
}

// variable sets a variable of the container for a field, which must agree with
// one that the user set in environment.
func (b *builder) variable(name string, value spec.Text, field string) {
	if value.IsZero() {
		return
	}
	if own, ok := b.job.Environment[name]; ok && own.String() != value.String() {
		b.report(spec.Join(b.at("environment"), name),
			"the variable disagrees with "+field+", "+quoted(value), "remove it: smgen sets it from "+field)
		return
	}
	b.set(value, field, "Environment", name)
}

func literal(s string) spec.Text {
	if s == "" {
		return nil
	}
	return spec.Literal(s)
}
