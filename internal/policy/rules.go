package policy

import (
	"slices"
	"sync"

	"github.com/smgen/smgen/internal/diag"
)

// Rules returns all rules in the order of their IDs.
func Rules() []Rule { return slices.Clone(known().list) }

// catalogue are rules in the order of their IDs, and by these.
type catalogue struct {
	list []Rule
	byID map[string]Rule
}

// known are all rules, put together once: each stack asks for them.
var known = sync.OnceValue(func() catalogue {
	c := catalogue{list: list(), byID: map[string]Rule{}}
	for _, r := range c.list {
		c.byID[r.ID] = r
	}
	return c
})

func list() []Rule {
	return slices.Concat(
		[]Rule{
			sound(),
			// SM1xx: the request.
			spotWait(),
			waitWithoutSpot(),
			warmPool(),
			instanceGroups(),
			preferences(),
			volumeSize(),
			isolatedMlflow(),
			augmentedManifest(),
			loneShard(),
			placement(),
			machinesInVPC(),
			fileSystemNetwork(),
			closedDebugger(),
			farBucket(),
			sharedCheckpoints(),
			chainedSession(),
			isolatedDebug(),
			pipeOnly(),
			ignoredVolume(),
			pendingLimit(),
			localKey(),
			hooklessRules(),
			profileNowhere(),
			unknownProfiling(),
			longPool(),
			plannedSpot(),
			unlisted(),
			unsavedAlgorithm(),
		},
		// SM2xx: the launch, and who is told.
		launchProof(),
		[]Rule{
			untold(),
			// SM3xx: the schedule.
			neverFires(),
			selfOverlap(),
			startsAtOnce(),
			misread(),
			clockChange(),
			undocumented(),
			staleStart(),
			// SM4xx: MLflow.
			foreignMlflow(),
			trackingURI(),
			mirroredName(),
			mlflowPartition(),
			serverlessConfig(),
			twiceRegistered(),
			// SM5xx: security.
			secretInRequest(),
			secretInFunction(),
			mutableTag(),
			outputKey(),
			volumeKey(),
			confinedNetwork(),
			broadPermission(),
			encryptedTraffic(),
			endedRuntime(),
			sharedPrefix(),
			sharedPlace(),
			// SM6xx: cost.
			coldPool(),
			spotWithoutCheckpoints(),
			unlimitedRuntime(),
			previousGeneration(),
			idleServer(),
			// SM7xx: waivers and settings of rules.
			expiredWaiver(),
			unusedWaiver(),
			wrongWaiver(),
			wrongSetting(),
		},
	)
}

// Lookup returns the rule with an ID.
func Lookup(id string) (Rule, bool) {
	rule, ok := known().byID[id]
	return rule, ok
}

// General is the rule behind the findings that name none: about what is wrong
// with the text of a spec, in the words of CUE, of the schema or of the API.
const General = "SM001"

func sound() Rule {
	return Rule{
		ID:       General,
		Title:    "a spec says what can be read, rendered and sent",
		Severity: diag.Error,
		Doc: `What the schema, the model of the API or CloudFormation does not allow: a misspelled
field, a value of the wrong kind or out of its range, two layers that contradict each other. The
message says it all, so that reports for people leave out this ID. Organisations add constraints of
their own in CUE, with an ID of theirs: error("ACME001: …").`,
		Good: `instanceType: "ml.m5.large"`,
		Bad:  `instance_type: "ml.m5.large"`,
	}
}
