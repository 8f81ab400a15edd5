// What AWS does in a scenario: answers to tasks, and a record of what was asked.
import { TaskError } from "./interpreter.mjs";

export const uuid = "0f3a1b2c-3d4e-4f60-8a7b-9c0d1e2f3a4b";
export const other = "11111111-2222-4333-8444-555555555555";
export const time = "2026-11-25T02:00:00Z";
export const runID = "[0-9a-z]{16}(-[0-9])?|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{10}([0-9a-f]{2}|-[0-9])|[0-9]{8}-[0-9]{6}";

// What a training job that fails is reported as: DescribeTrainingJob's answer.
export function failed(reason) {
  return ({ TrainingJobName }) => {
    const job = { TrainingJobArn: `arn:${TrainingJobName}`, TrainingJobName, TrainingJobStatus: "Failed", FailureReason: reason };
    throw new TaskError("States.TaskFailed", JSON.stringify(job));
  };
}

export function refused(name, message = "no") {
  return () => {
    throw new TaskError(name, message);
  };
}

export function trained({ TrainingJobName }) {
  return {
    TrainingJobArn: `arn:${TrainingJobName}`,
    TrainingJobName,
    TrainingJobStatus: "Completed",
    ModelArtifacts: { S3ModelArtifacts: `s3://models/${TrainingJobName}/output/model.tar.gz` },
  };
}

export class Cloud {
  asked = { listTrainingJobs: [], "createTrainingJob.sync": [], createModelPackage: [] };

  // running are the names of jobs in progress. train lists what training jobs do,
  // one after another, the last of them from then on.
  constructor({ running = [], list, train = [trained], register } = {}) {
    this.answers = {
      listTrainingJobs: list ?? (() => ({ TrainingJobSummaries: running.map((TrainingJobName) => ({ TrainingJobName })) })),
      "createTrainingJob.sync": (request) => train[Math.min(this.trained.length, train.length) - 1](request),
      createModelPackage: register ?? (() => ({ ModelPackageArn: "arn:package" })),
    };
  }

  get trained() { return this.asked["createTrainingJob.sync"]; }
  get listed() { return this.asked.listTrainingJobs; }
  get registered() { return this.asked.createModelPackage; }

  call = async (resource, request) => {
    const action = resource.split(":").at(-1);
    if (!(action in this.asked)) throw new Error(`no scenario answers ${resource}: add it`);
    this.asked[action].push(request);
    return this.answers[action](request);
  };
}
