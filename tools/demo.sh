#!/usr/bin/env bash
# Shows smgen at work on the examples. Run it with: make demo
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n\033[1m%s\033[0m\n' "$1" | if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then cat; else sed $'s/\033\\[[0-9]*m//g'; fi; }
show() { printf '$ %s\n' "$*"; "$@" 2>&1; }
# excerpt prints the first lines of a command's output, and how many follow.
excerpt() {
  local lines=$1 text; shift
  printf '$ %s\n' "$*"
  text=$("$@" 2>/dev/null)
  sed -n "1,${lines}p" <<<"$text"
  printf '  … and %d more lines\n' "$(( $(wc -l <<<"$text") - lines ))"
}
smgen() { bin/smgen "$@"; }

out=build/demo
rm -rf "$out"; mkdir -p build

step "1. A spec: a nightly training job"
show cat stacks/staging/ml-pipeline/stack.cue

step "2. Check all specs of the repository"
show smgen vet stacks/...

step "3. Compile them into CloudFormation"
show smgen render stacks/... -o "$out"
show find "$out" -type f

step "4. One template"
excerpt 40 smgen render stacks/staging/ml-pipeline

step "5. What SageMaker receives each night"
show smgen request stacks/staging/ml-pipeline

step "6. Where a value came from"
show grep -E 'InstanceType|MaxRuntimeInSeconds|VolumeSizeInGB' "$out/stacks/staging/ml-pipeline/origins.json"

step "7. A spec with mistakes, and what is said about them"
if show smgen vet testdata/demo/mistakes; then
  echo "demo: the mistakes were not found" >&2
  exit 1
fi

step "8. A change, and what it would do"
specs=build/demo-specs
rm -rf "$specs" "$out-after"; mkdir -p "$specs/schema"
cp -R cue.mod stacks "$specs"
cp schema/*.cue "$specs/schema"
sed -i.bak -e 's/"ml.m5.large"/"ml.g5.2xlarge"/' -e 's/cron(0 2 /cron(0 3 /' -e 's/epochs: *"10"/epochs: "20"/' "$specs/stacks/staging/ml-pipeline/stack.cue"
(cd "$specs" && ../../bin/smgen render stacks/... -o ../demo-after) >/dev/null 2>&1
show smgen diff --from "$out" --to "$out-after"

step "Done. Next: bin/smgen init my-specs"
