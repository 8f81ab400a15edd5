// State machines as smgen renders them, written by hand.
const registered = {
  Type: "Task",
  Resource: "arn:aws:states:::aws-sdk:sagemaker:createModelPackage",
  Arguments: {
    ModelPackageGroupName: "churn",
    ClientToken: "{% $run %}",
    InferenceSpecification: { Containers: [{ Image: "churn:v3", ModelDataUrl: "{% $states.input.ModelArtifacts.S3ModelArtifacts %}" }] },
  },
  End: true,
};
const id = "[0-9a-z]{16}(-[0-9])?|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{10}([0-9a-f]{2}|-[0-9])|[0-9]{8}-[0-9]{6}";
const taken = () => ({ ErrorEquals: ["SageMaker.ResourceInUseException"], Next: "StartedBefore" });
const full = () => ({
  Begin: {
    Type: "Pass",
    Assign: {
      id: '{% $exists($states.input.id) ? $substringAfter($states.input.id, "features-") : $states.context.Execution.Name %}',
      run: '{% $exists($states.input.id) ? $substringAfter($states.input.id, "features-") : $states.context.Execution.Name %}',
      time: "{% $exists($states.input.time) ? $states.input.time : $states.context.Execution.StartTime %}",
      attempt: 0,
    },
    Next: "IsFollowed",
  },
  IsFollowed: {
    Type: "Choice",
    Choices: [{ Condition: `{% $exists($states.input.id) and $contains($states.input.id, /^features-/) and $not($contains($id, /^(${id})$/)) %}`, Next: "Foreign" }],
    Default: "ListRunning",
  },
  Foreign: { Type: "Succeed", Output: { Skipped: "{% $states.input.id %}" } },
  ListRunning: {
    Type: "Task",
    Resource: "arn:aws:states:::aws-sdk:sagemaker:listTrainingJobs",
    Arguments: { NameContains: "churn-", StatusEquals: "InProgress", MaxResults: 100 },
    Assign: { running: `{% [$states.result.TrainingJobSummaries.TrainingJobName[$contains($, /^churn-(${id})$/)]] %}` },
    Next: "IsRunning",
  },
  IsRunning: { Type: "Choice", Choices: [{ Condition: "{% $count($running) > 0 %}", Next: "Skipped" }], Default: "Train" },
  Skipped: { Type: "Succeed", Output: { Skipped: "{% $running[0] %}" } },
  Train: {
    Type: "Task",
    Resource: "arn:aws:states:::sagemaker:createTrainingJob.sync",
    Arguments: {
      TrainingJobName: '{% "churn-" & $run %}',
      RoleArn: "arn:aws:iam::123456789012:role/training",
      CheckpointConfig: { S3Uri: '{% "s3://models/" & $id & "/" & $time %}' },
      ResourceConfig: { InstanceCount: 1 },
      HyperParameters: { text: '{% "\\u007b% $uuid() %\\u007d \\"$id\\"" %}', empty: "", lines: "a\nb", like: "${run:id} ${x}" },
    },
    Retry: [{ ErrorEquals: ["SageMaker.ResourceLimitExceededException"], MaxAttempts: 5 }],
    Catch: [taken(), { ErrorEquals: ["States.TaskFailed"], Assign: { failure: "{% $states.errorOutput %}" }, Next: "IsCapacity" }],
    Next: "Register",
  },
  IsCapacity: {
    Type: "Choice",
    Choices: [{ Condition: '{% $attempt < 3 and $contains($failure.Cause, /"FailureReason":"CapacityError/) %}', Next: "WaitForCapacity" }],
    Default: "Failed",
  },
  WaitForCapacity: {
    Type: "Wait",
    Seconds: "{% 300 * $power(2, $attempt) %}",
    Assign: { attempt: "{% $attempt + 1 %}", run: '{% $substring($id, 0, 34) & "-" & $string($attempt + 1) %}' },
    Next: "ListRunning",
  },
  StartedBefore: { Type: "Succeed", Output: { StartedBefore: "{% $run %}" } },
  Failed: { Type: "Fail", Error: "{% $failure.Error %}", Cause: "{% $string($failure.Cause) %}" },
  Register: structuredClone(registered),
});

const request = {
  TrainingJobName: "churn-${run:id}",
  RoleArn: "${ChurnTrainingRole.Arn}",
  CheckpointConfig: { S3Uri: "s3://models/${run:id}/${run:time}" },
  ResourceConfig: { InstanceCount: 1 },
  HyperParameters: { text: '{% $uuid() %} "$id"', empty: "", lines: "a\nb", like: "${run:id} ${x}" },
};

// Returns a machine with everything, which change may break.
export function machine(change = () => {}) {
  const States = full();
  change(States);
  return { where: "sample.mjs", definition: { QueryLanguage: "JSONata", StartAt: "Begin", States }, request };
}

// Returns sound machines: with everything, and with as little as there can be.
export function sample() {
  const small = machine((states) => {
    for (const name of Object.keys(states)) if (!["Begin", "Train", "StartedBefore"].includes(name)) delete states[name];
    states.Begin.Next = "Train";
    states.Train.Catch = [taken()];
    states.Begin.Assign.id = states.Begin.Assign.run = "{% $exists($states.input.id) ? $states.input.id : $states.context.Execution.Name %}";
    delete states.Train.Next;
    states.Train.End = true;
  });
  return [machine(), small];
}
