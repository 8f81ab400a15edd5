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
# short leaves out what happens to single resources.
short() { printf '$ %s\n' "$*"; "$@" 2>&1 | grep -v ' (AWS::.*_\(IN_PROGRESS\|COMPLETE\|SKIPPED\)'; }
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

step "8. Deploy it: to an endpoint on this machine, without an AWS account"
specs=build/demo-specs stack=stacks/staging/ml-pipeline
rm -rf "$specs"; mkdir -p "$specs/schema"
cp -R cue.mod stacks "$specs"
cp schema/*.cue "$specs/schema"
# From here on the commands run in a repository of specs of its own.
bin=$PWD/bin/smgen; cd "$specs"
smgen() { "$bin" "$@"; }
# Nothing of the caller's git or AWS takes part.
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_CEILING_DIRECTORIES="$PWD/.."
commit() { git add --all && git -c user.name=demo -c user.email=demo@acme.example commit --quiet --message "$1"; }
git init --quiet --initial-branch main
printf '%s\n' '/.smgen/' '/plan.json' >.gitignore
commit "the first specs"
short smgen deploy "$stack" --local --yes

step "9. A change, and what it would do: offline, from git"
sed -i.bak -e 's/"ml.m5.large"/"ml.g5.2xlarge"/' -e 's/volumeSizeGB: .*//' -e 's/cron(0 2 /cron(0 3 /' -e 's/epochs: *"10"/epochs: "20"/' "$stack/stack.cue"
rm "$stack/stack.cue.bak"
show smgen diff "$stack" --base HEAD

step "10. The same, asked of CloudFormation: a plan to be reviewed"
commit "a larger machine, an hour later"
show smgen plan "$stack" --local --out plan.json

step "11. Deploy exactly what was reviewed"
digest=$(sed -n 's/^ *"digest": "\(sha256:[0-9a-f]*\)".*/\1/p' plan.json | head -1)
short smgen deploy --plan plan.json --digest "$digest" --local --yes
show smgen status "$stack" --local

step "12. A plan that is no longer what would happen is refused"
sed -i.bak -e 's/epochs: *"20"/epochs: "30"/' "$stack/stack.cue"
rm "$stack/stack.cue.bak"
if show smgen deploy --plan plan.json --local --yes; then
  echo "demo: a stale plan was deployed" >&2
  exit 1
fi

step "13. Clean up"
short smgen destroy "$stack" --local --confirm ml-pipeline-staging

step "Done. Next: bin/smgen init my-specs"
