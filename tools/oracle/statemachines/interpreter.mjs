// A small interpreter of the Amazon States Language with JSONata: the states that
// smgen renders, and nothing else.
import { evaluate } from "./expressions.mjs";

export class TaskError extends Error {
  constructor(name, cause) {
    super(`${name}: ${cause}`);
    this.output = { Error: name, Cause: cause };
  }
}

const maxSteps = 100; // a machine that takes more of them does not end

// Runs an execution. call(resource, arguments) does the tasks, and throws a
// TaskError for one that fails. Returns {status, output, error, cause} with the
// names of the states and the seconds of each wait.
export async function execute(definition, execution, call) {
  const run = { input: execution.input, variables: {}, path: [], waits: [], context: { Execution: execution.context } };
  let name = definition.StartAt;
  while (run.path.length < maxSteps) {
    const state = definition.States[name];
    if (state === undefined) throw new Error(`there is no state ${name}`);
    run.path.push(name);
    const kind = kinds[state.Type];
    if (kind === undefined) throw new Error(`state ${name}: this interpreter has no ${state.Type}: add it`);
    const end = await kind(state, run, call);
    if (end.status) return { path: run.path, waits: run.waits, ...end };
    run.input = end.output;
    name = end.next;
  }
  throw new Error(`the execution does not end: ${run.path.slice(-6).join(", ")}`);
}

const kinds = {
  Pass: (state, run) => leave(state, run, run.input),
  Succeed: async (state, run) => ({ status: "SUCCEEDED", output: await outputOf(state, run, {}, run.input) }),
  Fail: async (state, run) => ({ status: "FAILED", error: await value(state.Error, run), cause: await value(state.Cause, run) }),
  async Wait(state, run) {
    run.waits.push(await value(state.Seconds, run));
    return leave(state, run, run.input);
  },
  async Choice(state, run) {
    for (const choice of state.Choices) {
      const chosen = await value(choice.Condition, run);
      if (typeof chosen !== "boolean") throw new Error(`${choice.Condition} gives ${chosen}, no boolean`);
      if (chosen) return leave(choice, run, run.input);
    }
    return { next: state.Default, output: run.input };
  },
  async Task(state, run, call) {
    const failures = new Map();
    for (;;) {
      try {
        const result = await call(state.Resource, await value(state.Arguments, run));
        return await leave(state, run, result, { result });
      } catch (error) {
        if (!(error instanceof TaskError)) throw error;
        const retrier = (state.Retry ?? []).find((r) => covers(r.ErrorEquals, error));
        const count = failures.get(retrier) ?? 0;
        failures.set(retrier, count + 1);
        if (retrier && count < (retrier.MaxAttempts ?? 3)) continue;
        const catcher = (state.Catch ?? []).find((c) => covers(c.ErrorEquals, error));
        if (catcher) return leave(catcher, run, error.output, { errorOutput: error.output });
        return { status: "FAILED", error: error.output.Error, cause: error.output.Cause };
      }
    }
  },
};

function covers(names, error) {
  return names.includes(error.output.Error) || names.includes("States.ALL") || names.includes("States.TaskFailed");
}

function value(template, run, states = {}) {
  return evaluate(template, { ...run.variables, states: { input: run.input, context: run.context, ...states } });
}

function outputOf(state, run, states, otherwise) {
  return state.Output === undefined ? otherwise : value(state.Output, run, states);
}

// Assigns variables, all from what they were before, and goes on.
async function leave(state, run, result, states = {}) {
  const output = await outputOf(state, run, states, result);
  Object.assign(run.variables, await value(state.Assign ?? {}, run, states));
  return state.End ? { status: "SUCCEEDED", output } : { next: state.Next, output };
}
