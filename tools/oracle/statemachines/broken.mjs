// State machines with one mistake each, and what the judge has to say of them.
import { machine } from "./sample.mjs";

const mistakes = [
  // What asl-validator sees.
  ["a transition to nowhere", (s) => { s.Train.Next = "Registr"; }, "asl-validator"],
  ["a state that nothing leads to", (s) => { s.Orphan = { Type: "Succeed" }; }, "asl-validator"],
  ["a member of the other query language", (s) => { s.Train.Parameters = {}; }, "asl-validator"],
  ["a task without its resource", (s) => { delete s.Train.Resource; }, "asl-validator"],
  ["neither an end nor a next state", (s) => { delete s.Register.End; }, "asl-validator"],
  // What JSONata's library sees.
  ["an expression that does not parse", (s) => { s.Train.Arguments.TrainingJobName = '{% "churn-" & %}'; }, "TrainingJobName"],
  ["a quote that ends the text", (s) => { s.Train.Arguments.HyperParameters.text = '{% "a"b" %}'; }, "HyperParameters/text"],
  ["half an expression", (s) => { s.Train.Arguments.HyperParameters.like = "a {% b"; }, "half an expression"],
  ["a function that is missing", (s) => { s.Train.Arguments.HyperParameters.like = '{% $eval("1") %}'; }, "no $eval"],
  // What only a run shows.
  ["a user's text that is run", (s) => { s.Train.Arguments.HyperParameters.text = "{% $string(1) %}"; }, "HyperParameters.text"],
  ["a number that became text", (s) => { s.Train.Arguments.ResourceConfig.InstanceCount = "1"; }, "InstanceCount"],
  ["a member that is lost", (s) => { delete s.Train.Arguments.CheckpointConfig; }, "CheckpointConfig"],
  ["a member too many", (s) => { s.Train.Arguments.Environment = {}; }, "Environment"],
  ["a variable that nobody assigns", (s) => { delete s.Begin.Assign.time; }, "S3Uri is"],
  ["an expression that gives nothing", (s) => { s.Failed.Cause = "{% $failure.Reason %}"; }, "gives nothing"],
  ["an ID that a run by hand lacks", (s) => { s.Begin.Assign.id = "{% $states.input.id %}"; }, "a run by hand"],
  ["a guard that takes any name with the prefix", (s) => { s.ListRunning.Assign.running = "{% [$states.result.TrainingJobSummaries.TrainingJobName] %}"; }, "because of churn-eu-"],
  ["a guard that takes part of a name", (s) => { s.ListRunning.Assign.running = s.ListRunning.Assign.running.replace("/^", "/").replace("$/", "/"); }, "because of my-churn-"],
  ["a guard that never skips", (s) => { s.IsRunning.Choices[0].Condition = "{% false %}"; }, "is in progress"],
  ["a guard that lists another status", (s) => { s.ListRunning.Arguments.StatusEquals = "Completed"; }, "lists churn-, Completed"],
  ["a name of the job before that is taken whole", (s) => { s.Begin.Assign.run = "{% $exists($states.input.id) ? $states.input.id : $states.context.Execution.Name %}"; }, "request.TrainingJobName is"],
  ["a run after any job", (s) => { s.IsFollowed.Choices[0].Condition = "{% false %}"; }, "starts after features-eu-"],
  ["a run that was started before, as a failure", (s) => { s.Train.Catch.shift(); s.Train.Catch[0].Next = "IsCapacity"; delete s.StartedBefore; }, "a run that was started before"],
  ["an attempt without a look", (s) => { s.WaitForCapacity.Next = "Train"; }, "while one waits for capacity"],
  ["an attempt under the same name", (s) => { delete s.WaitForCapacity.Assign.run; }, "under the same name"],
  ["an attempt with too long a name", (s) => { s.WaitForCapacity.Assign.run = '{% $id & "-" & $string($attempt + 1) %}'; }, "calls an attempt"],
  ["attempts without end", (s) => { s.IsCapacity.Choices[0].Condition = s.IsCapacity.Choices[0].Condition.replace("< 3", ">= 0"); }, "no capacity ever"],
  ["an attempt without a wait", (s) => { s.WaitForCapacity.Seconds = 0; }, "waits 0"],
  ["a wait after any failure", (s) => { s.IsCapacity.Choices[0].Condition = "{% $attempt < 3 %}"; }, "a job that fails"],
  ["a failure that counts as success", (s) => { s.Failed = { Type: "Succeed" }; }, "ends as SUCCEEDED"],
  ["a failure without its cause", (s) => { s.Failed.Cause = "it failed"; }, "it failed"],
  ["no second try when the quota is full", (s) => { delete s.Train.Retry; }, "is not tried again"],
  ["a model of another place", (s) => { s.Register.Arguments.InferenceSpecification.Containers[0].ModelDataUrl = "s3://models/"; }, "registers the model s3://models/"],
  ["a token that is too long", (s) => { s.Register.Arguments.ClientToken = '{% "churn-" & $run %}'; }, "has the token"],
];

// Returns the machines, each with its mistake and what has to be said.
export function broken() {
  return mistakes.map(([mistake, change, says]) => ({ mistake, machine: machine(change), says }));
}
