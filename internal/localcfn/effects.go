package localcfn

import (
	"net/http"

	"github.com/smgen/smgen/internal/localcfn/query"
	"github.com/smgen/smgen/internal/localcfn/stacks"
)

// effect is what a fault makes of a call; the zero value leaves it as it is.
type effect struct {
	// instead is the refusal of a call that is not done, after the one of a call
	// that is.
	instead, after          *query.Error
	resetBefore, resetAfter bool
}

// next returns what becomes of a call.
func (f *Faults) next(call Call) effect {
	f.mu.Lock()
	hook := f.before
	f.mu.Unlock()
	if hook != nil {
		hook(call)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, c := range f.calls {
		if c.hits(call) {
			return c.Kind.effect(call)
		}
	}
	if f.throttle > 0 && call.Service == "cloudformation" && f.random.Float64() < f.throttle {
		return effect{instead: throttled()}
	}
	return effect{}
}

// hits reports whether the fault strikes at a call, which it counts.
func (c *CallFault) hits(call Call) bool {
	if c.Action != "" && c.Action != call.Action || c.Stack != "" && c.Stack != call.Stack {
		return false
	}
	c.seen++
	first := max(1, c.From)
	return c.seen >= first && (c.Times == 0 || c.seen < first+c.Times)
}

func (k Kind) effect(call Call) effect {
	broken := &query.Error{Status: http.StatusInternalServerError, Code: "InternalFailure", Message: "An internal error has occurred."}
	switch k {
	case ServerError:
		return effect{instead: broken}
	case ServerErrorAfter:
		return effect{after: broken}
	case ResetBefore:
		return effect{resetBefore: true}
	case ResetAfter:
		return effect{resetAfter: true}
	case Expired:
		return effect{instead: &query.Error{Status: http.StatusForbidden, Code: "ExpiredToken", Message: "The security token included in the request is expired"}}
	case Denied:
		message := "User: arn:aws:sts::" + call.Account + ":assumed-role/local/smgen is not authorized to perform: " + call.Service + ":" + call.Action
		return effect{instead: &query.Error{Status: http.StatusForbidden, Code: "AccessDenied", Message: message}}
	}
	return effect{instead: throttled()}
}

// Fails implements [stacks.Faults].
func (f *Faults) Fails(a stacks.Attempt) (reason string, fails bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, r := range f.fails {
		if r.Do != a.Do || r.Stack != "" && r.Stack != a.Stack || r.LogicalID != "" && r.LogicalID != a.LogicalID || r.Type != "" && r.Type != a.Type {
			continue
		}
		switch r.Times {
		case 0:
		case 1:
			f.fails = append(f.fails[:i:i], f.fails[i+1:]...)
		default:
			f.fails[i].Times--
		}
		if r.Reason == "" {
			return "Resource handler returned message: \"The failure that was asked for\" (HandlerErrorCode: GeneralServiceException)", true
		}
		return r.Reason, true
	}
	return "", false
}

// Stalls implements [stacks.Faults].
func (f *Faults) Stalls(stack string, changeSet bool) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.stalls[stalled{stack, changeSet}]
}

// Invalid implements [stacks.Faults].
func (f *Faults) Invalid(stack string) []stacks.Finding {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.invalid[stack]
}

// stale reports whether a stack is described as it was before.
func (f *Faults) stale(stack string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.reads[stack] == 0 {
		return false
	}
	f.reads[stack]--
	return true
}
