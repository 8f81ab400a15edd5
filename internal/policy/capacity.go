package policy

import (
	"fmt"

	"github.com/smgen/smgen/internal/diag"
)

func pendingLimit() Rule {
	return Rule{
		ID:       "SM120",
		Title:    "the wait for capacity is bounded for machines that wait",
		Severity: diag.Warning,
		Doc: `MaxPendingTimeInSeconds has an effect for machines with accelerators, the families ml.p, ml.g
and ml.trn. For others SageMaker does not look at it.`,
		Good: "instanceType: \"ml.g5.xlarge\"\nmaxPendingSeconds: 7200",
		Bad:  "instanceType: \"ml.m5.large\"\nmaxPendingSeconds: 7200",
		Check: func(p *Pass) {
			limit, path := p.member("StoppingCondition", "MaxPendingTimeInSeconds")
			if limit == nil {
				return
			}
			if fleet := p.fleet(); every(fleet, machine.isGeneral) {
				p.Report(path, fmt.Sprintf("the limit has no effect for %s: it is for machines of ml.p, ml.g and ml.trn", fleet[0].name), "remove maxPendingSeconds")
			}
		},
	}
}

// longestPool is how long AWS documents that machines are kept warm, though the
// API's model allows 21600 seconds.
const longestPool = 3600

func longPool() Rule {
	return Rule{
		ID:       "SM125",
		Title:    "machines are kept warm for an hour at most",
		Severity: diag.Warning,
		Doc: `AWS documents a KeepAlivePeriodInSeconds of at most 3600; the API's model allows 21600. A
job that asks for more may be refused when it starts.`,
		Good: "keepAliveSeconds: 3600",
		Bad:  "request: ResourceConfig: KeepAlivePeriodInSeconds: 7200",
		Check: func(p *Pass) {
			if keep, path := p.member("ResourceConfig", "KeepAlivePeriodInSeconds"); number(keep) > longestPool {
				p.Report(path, fmt.Sprintf("the machines are kept warm for %d seconds, and AWS documents at most %d", number(keep), longestPool), fmt.Sprintf("set keepAliveSeconds: %d, or less", longestPool))
			}
		},
	}
}

func plannedSpot() Rule {
	return Rule{
		ID:       "SM126",
		Title:    "reserved capacity is not spot capacity",
		Severity: diag.Warning,
		Doc: `A training plan reserves machines; managed spot training takes what is spare. AWS documents
plans for capacity on demand only, and not what happens to a job that asks for both.`,
		Good: `trainingPlan: "` + examplePlan + `"`,
		Bad:  `trainingPlan: "` + examplePlan + `"` + "\nspot: maxWaitSeconds: 7200" + exampleCheckpoints,
		Check: func(p *Pass) {
			if plan, path := p.member("ResourceConfig", "TrainingPlanArn"); plan != nil && p.turnedOn("EnableManagedSpotTraining") {
				p.Report(path, "the job trains on spare capacity, and reserves other with a training plan", "remove spot or trainingPlan")
			}
		},
	}
}

const examplePlan = "arn:aws:sagemaker:us-east-1:123456789012:training-plan/quarter"

// longestUnsaved is how long spot training may wait for an algorithm that keeps no
// checkpoints, in seconds. See managed spot training in SageMaker's guide.
const longestUnsaved = 3600

func unsavedAlgorithm() Rule {
	return Rule{
		ID:       "SM128",
		Title:    "an algorithm that waits long for spot capacity keeps checkpoints",
		Severity: diag.Warning,
		Doc: `SageMaker's algorithms and those of AWS Marketplace that do not checkpoint may wait 3600 seconds
at most in spot training. Whether an algorithm that is given by name does is not to be seen from the
name, and algorithms of your own are not bound by it, so that this is a warning.`,
		Good: "algorithm: \"forecaster\"\nspot: maxWaitSeconds: 7200" + exampleCheckpoints,
		Bad:  "algorithm: \"forecaster\"\nspot: maxWaitSeconds: 7200",
		Check: func(p *Pass) {
			wait, path := p.member("StoppingCondition", "MaxWaitTimeInSeconds")
			named := p.Request.Value("AlgorithmSpecification", "AlgorithmName") != nil
			if named && p.turnedOn("EnableManagedSpotTraining") && number(wait) > longestUnsaved && p.Request.Value("CheckpointConfig") == nil {
				p.Report(path, fmt.Sprintf("the algorithm keeps no checkpoints, and may wait %d seconds at most for spot capacity, not %d", longestUnsaved, number(wait)),
					`set checkpoints: s3: "s3://…" if the algorithm can, else maxWaitSeconds: 3600 and a maxRuntimeSeconds within it`)
			}
		},
	}
}
