package policy

import (
	"encoding/json"
	"fmt"
)

// exampleCheckpoints belong to spot training, which can be interrupted.
const exampleCheckpoints = "\ncheckpoints: s3: \"s3://acme-ml/checkpoints/\""

func spotWait() Rule {
	return Rule{
		ID:    "SM101",
		Title: "spot training has a wait limit of at least the runtime",
		Doc: `Managed spot training waits for spare capacity. SageMaker refuses the job unless
StoppingCondition.MaxWaitTimeInSeconds says how long waiting and running may take together,
which cannot be less than MaxRuntimeInSeconds.`,
		Good: "maxRuntimeSeconds: 3600\nspot: maxWaitSeconds: 7200" + exampleCheckpoints,
		Bad:  "maxRuntimeSeconds: 3600\nspot: maxWaitSeconds: 600" + exampleCheckpoints,
		Check: func(p *Pass) {
			if spot, path := p.member("EnableManagedSpotTraining"); spot == true {
				wait, waitPath := p.member("StoppingCondition", "MaxWaitTimeInSeconds")
				if wait == nil {
					p.Report(path, "spot training has no wait limit", "set spot: maxWaitSeconds, at least maxRuntimeSeconds")
					return
				}
				runtime := p.Request.Value("StoppingCondition", "MaxRuntimeInSeconds")
				if w, r := number(wait), number(runtime); w < r {
					p.Report(waitPath, fmt.Sprintf("the wait limit of %d seconds is below the maximum runtime of %d", w, r),
						fmt.Sprintf("waiting and running count together: set maxWaitSeconds to %d or more", r))
				}
			}
		},
	}
}

func waitWithoutSpot() Rule {
	return Rule{
		ID:    "SM102",
		Title: "a wait limit needs spot training",
		Doc:   `MaxWaitTimeInSeconds is for managed spot training only; SageMaker refuses it otherwise.`,
		Good:  "spot: maxWaitSeconds: 86400" + exampleCheckpoints,
		Bad:   "request: StoppingCondition: MaxWaitTimeInSeconds: 86400",
		Check: func(p *Pass) {
			wait, path := p.member("StoppingCondition", "MaxWaitTimeInSeconds")
			if spot := p.Request.Value("EnableManagedSpotTraining"); wait != nil && spot != true {
				p.Report(path, "the wait limit is for spot training, which is off", "write spot: maxWaitSeconds instead, or remove the limit")
			}
		},
	}
}

func warmPool() Rule {
	return Rule{
		ID:    "SM103",
		Title: "a warm pool excludes spot training and instance groups",
		Doc: `KeepAlivePeriodInSeconds keeps machines for the next job. SageMaker refuses it for
spot training and for jobs with instance groups.`,
		Good: "keepAliveSeconds: 1800",
		Bad:  "keepAliveSeconds: 1800\nspot: maxWaitSeconds: 86400" + exampleCheckpoints,
		Check: func(p *Pass) {
			keep, path := p.member("ResourceConfig", "KeepAlivePeriodInSeconds")
			if keep == nil || number(keep) == 0 {
				return
			}
			if spot := p.Request.Value("EnableManagedSpotTraining"); spot == true {
				p.Report(path, "spot training cannot keep machines warm", "remove keepAliveSeconds or spot")
			}
			if groups := p.Request.Value("ResourceConfig", "InstanceGroups"); groups != nil {
				p.Report(path, "instance groups cannot be kept warm", "remove keepAliveSeconds or instanceGroups")
			}
		},
	}
}

// number returns a number of the request, 0 if it is none.
func number(value any) int64 {
	n, ok := value.(json.Number)
	if !ok {
		return 0
	}
	i, err := n.Int64()
	if err != nil {
		return 0
	}
	return i
}
