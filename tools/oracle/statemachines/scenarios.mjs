// What a state machine has to do, as scenarios that are walked from Begin to the end.
import { execute } from "./interpreter.mjs";
import { Cloud, failed, other, refused, runID, time, trained, uuid } from "./cloud.mjs";
import { differences } from "./machines.mjs";

const capacity = "CapacityError: Unable to provision requested ML compute capacity";
const triggered = { input: { job: "nightly", id: uuid, time }, context: { Name: "by-schedule", StartTime: "2026-11-25T02:00:01Z" } };

// Walks all scenarios and returns what goes wrong, and how many there were.
export async function walk({ definition, request }) {
  const uses = (action) => JSON.stringify(definition).includes(`:sagemaker:${action}"`);
  const machine = {
    definition,
    request,
    prefix: request?.TrainingJobName.replace(/-\$\{run:id\}$/, ""),
    guarded: uses("listTrainingJobs"),
    registers: uses("createModelPackage"),
    waits: Object.values(definition.States).some((state) => state.Type === "Wait"),
    follows: JSON.stringify(definition).match(/substringAfter\(\$states\.input\.id, \\"([^"\\]+)\\"/)?.[1],
  };
  const wrong = [];
  for (const [name, scenario] of Object.entries(scenarios)) {
    const expect = (holds, what) => holds || wrong.push(`${name}: ${what}`);
    try {
      await scenario(machine, expect);
    } catch (error) {
      wrong.push(`${name}: ${error.message}`);
    }
  }
  return { wrong, count: Object.keys(scenarios).length };
}

async function start(machine, settings, execution = triggered) {
  const cloud = new Cloud(settings);
  return { cloud, end: await execute(machine.definition, execution, cloud.call) };
}

function checkRequest(machine, actual, run, expect) {
  if (!actual) return expect(false, "no training job is started");
  for (const difference of differences(machine.request, actual, run)) expect(false, difference);
}

function isRun(machine, name) {
  return new RegExp(`^${machine.prefix}-(${runID})$`).test(name) && name.length <= 63;
}

const scenarios = {
  async "a run by its trigger"(machine, expect) {
    const { cloud, end } = await start(machine);
    expect(end.status === "SUCCEEDED", `ends as ${end.status}: ${end.cause}`);
    expect(cloud.trained.length === 1, `starts ${cloud.trained.length} training jobs`);
    checkRequest(machine, cloud.trained[0], { id: uuid, time }, expect);
    expect(isRun(machine, cloud.trained[0]?.TrainingJobName ?? ""), `calls a run ${cloud.trained[0]?.TrainingJobName}`);
  },

  async "a run after another job"(machine, expect) {
    if (!machine.follows) return;
    for (const id of [other, "20261124-020000", `${other.slice(0, 34)}-1`]) {
      const { cloud } = await start(machine, {}, { ...triggered, input: { job: "nightly", id: machine.follows + id, time } });
      checkRequest(machine, cloud.trained[0], { id, time }, expect);
    }
    for (const name of [`${machine.follows}eu-${other}`, `${machine.follows}${other}0`]) {
      const { cloud, end } = await start(machine, {}, { ...triggered, input: { job: "nightly", id: name, time } });
      expect(cloud.trained.length === 0 && end.status === "SUCCEEDED" && end.output.Skipped === name, `starts after ${name}`);
    }
  },

  async "a run that was started before"(machine, expect) {
    const { cloud, end } = await start(machine, { train: [refused("SageMaker.ResourceInUseException", "taken")] });
    expect(end.status === "SUCCEEDED" && end.output.StartedBefore === uuid, `ends as ${end.status}: ${end.cause}`);
    expect(cloud.trained.length === 1 && cloud.registered.length === 0, `starts ${cloud.trained.length}, registers ${cloud.registered.length}`);
  },

  async "another run while one waits for capacity"(machine, expect) {
    if (!machine.waits || !machine.guarded) return;
    const running = `${machine.prefix}-${other}`;
    let asked = 0;
    const list = () => ({ TrainingJobSummaries: asked++ ? [{ TrainingJobName: running }] : [] });
    const { cloud, end } = await start(machine, { list, train: [failed(capacity)] });
    expect(cloud.trained.length === 1 && end.output?.Skipped === running, `starts ${cloud.trained.length} times, ends as ${end.status}`);
  },

  async "a run by hand"(machine, expect) {
    const { cloud } = await start(machine, {}, { input: {}, context: { Name: other, StartTime: time } });
    checkRequest(machine, cloud.trained[0], { id: other, time }, expect);
  },

  async "a model is registered"(machine, expect) {
    const { cloud } = await start(machine);
    expect(cloud.registered.length === Number(machine.registers), `registers ${cloud.registered.length} models`);
    for (const request of cloud.registered) {
      const url = request.InferenceSpecification?.Containers?.[0]?.ModelDataUrl;
      expect(url === `s3://models/${cloud.trained[0].TrainingJobName}/output/model.tar.gz`, `registers the model ${url}`);
      expect(/^[a-zA-Z0-9-]{1,36}$/.test(request.ClientToken), `has the token ${request.ClientToken}`);
      expect(request.ModelPackageGroupName, "names no group");
    }
  },

  async "a model that cannot be registered"(machine, expect) {
    if (!machine.registers) return;
    const { end } = await start(machine, { register: refused("SageMaker.ConflictException", "taken") });
    expect(end.status === "FAILED" && end.cause.includes("taken"), `ends as ${end.status}: ${end.cause}`);
  },

  async "another run is in progress"(machine, expect) {
    if (!machine.guarded) return;
    for (const id of [other, "0123456789abcdef", "20261124-020000", `${other.slice(0, 34)}-2`]) {
      const running = `${machine.prefix}-${id}`;
      const { cloud, end } = await start(machine, { running: [`${machine.prefix}-eu-${id}`, running] });
      expect(cloud.trained.length === 0, `starts though ${running} is in progress`);
      expect(end.status === "SUCCEEDED" && end.output.Skipped === running, `ends as ${end.status} with ${JSON.stringify(end.output)}`);
      const [{ NameContains, StatusEquals }] = cloud.listed;
      expect(NameContains === `${machine.prefix}-` && StatusEquals === "InProgress", `lists ${NameContains}, ${StatusEquals}`);
    }
  },

  async "jobs of other names are in progress"(machine, expect) {
    const { prefix } = machine;
    for (const name of [`${prefix}-eu-${other}`, `my-${prefix}-${other}`, `${prefix}-x`, `${prefix}-${other}0`, prefix]) {
      const { cloud } = await start(machine, { running: [name] });
      expect(cloud.trained.length === 1, `does not start because of ${name}`);
      expect(cloud.listed.length === Number(machine.guarded), `lists ${cloud.listed.length} times`);
    }
  },

  async "a list that cannot be read"(machine, expect) {
    if (!machine.guarded) return;
    const { cloud, end } = await start(machine, { list: refused("SageMaker.AccessDeniedException") });
    expect(end.status === "FAILED" && cloud.trained.length === 0, `ends as ${end.status} with ${cloud.trained.length} starts`);
  },

  async "no capacity once"(machine, expect) {
    if (!machine.waits) return;
    const { cloud, end } = await start(machine, { train: [failed(capacity), failed(capacity), trained] });
    expect(end.status === "SUCCEEDED", `ends as ${end.status}: ${end.cause}`);
    checkAttempts(machine, cloud, end, expect);
    for (const attempt of cloud.trained) {
      const said = { ...machine.request, TrainingJobName: attempt.TrainingJobName };
      checkRequest({ request: said }, attempt, { id: uuid, time }, expect);
    }
  },

  async "no capacity ever"(machine, expect) {
    const { cloud, end } = await start(machine, { train: [failed(capacity)] });
    expect(end.status === "FAILED", `ends as ${end.status}`);
    expect(end.cause?.includes(capacity) && end.error, `fails with ${end.error}: ${end.cause}`);
    expect(cloud.trained.length > 1 === machine.waits, `tries ${cloud.trained.length} times`);
    checkAttempts(machine, cloud, end, expect);
  },

  async "a job that fails"(machine, expect) {
    const { cloud, end } = await start(machine, { train: [failed("AlgorithmError: exit code 1")] });
    expect(end.status === "FAILED" && end.cause.includes("exit code 1") && end.error, `ends as ${end.status}: ${end.error}: ${end.cause}`);
    expect(cloud.trained.length === 1 && end.waits.length === 0, `tries ${cloud.trained.length} times`);
    expect(cloud.registered.length === 0, "registers a model of a job that failed");
  },

  // The cause describes the job whole, so that a text of the user's is no reason.
  async "a job that fails and only speaks of capacity"(machine, expect) {
    for (const text of [capacity, JSON.stringify({ FailureReason: capacity })]) {
      const { cloud, end } = await start(machine, { train: [failed(`AlgorithmError: ${text}`)] });
      expect(end.status === "FAILED" && cloud.trained.length === 1, `tries ${cloud.trained.length} times because of ${text}`);
    }
  },

  async "a start that is refused"(machine, expect) {
    const { end } = await start(machine, { train: [refused("SageMaker.ResourceNotFoundException", "no such role")] });
    expect(end.status === "FAILED" && end.cause.includes("no such role"), `ends as ${end.status}: ${end.cause}`);
    expect(end.error === "SageMaker.ResourceNotFoundException", `fails with ${end.error}`);
  },

  async "no room in the quota"(machine, expect) {
    const full = refused("SageMaker.ResourceLimitExceededException", "limit is 0");
    const once = await start(machine, { train: [full, trained] });
    expect(once.end.status === "SUCCEEDED", `is not tried again: ${once.end.cause}`);
    const { end } = await start(machine, { train: [full] });
    expect(end.status === "FAILED" && end.cause.includes("limit is 0"), `ends as ${end.status}: ${end.cause}`);
  },
};

function checkAttempts(machine, cloud, end, expect) {
  const names = cloud.trained.map((request) => request.TrainingJobName);
  expect(new Set(names).size === names.length, `tries again under the same name: ${names}`);
  for (const name of names) expect(isRun(machine, name), `calls an attempt ${name}`);
  const { waits } = end;
  expect(waits.length === names.length - 1, `waits ${waits.length} times for ${names.length} attempts`);
  expect(waits.every((s, i) => Number.isInteger(s) && s >= 60 && s >= (waits[i - 1] ?? 0)), `waits ${waits} seconds`);
}
