package policy

import (
	"fmt"
	"time"

	"github.com/smgen/smgen/internal/diag"
)

// ending is the end of a Lambda runtime: the days on which AWS stops supporting it,
// refuses to create functions with it, and refuses to change them. A day that is
// empty is not known.
type ending struct{ unsupported, created, changed, successor string }

// runtimeEnding returns the end of a runtime, as the Lambda developer guide has it
// under "Deprecated runtimes" and "Supported runtimes".
func runtimeEnding(runtime string) (ending, bool) {
	const created, changed = "2027-02-01", "2027-03-03"
	switch runtime {
	case "python3.9":
		return ending{"2025-12-15", created, changed, "python3.13"}, true
	case "python3.10":
		return ending{"2026-10-31", created, changed, "python3.13"}, true
	case "python3.11":
		return ending{"2027-06-30", "", "", "python3.13"}, true
	case "nodejs20.x":
		return ending{"2026-04-30", created, changed, "nodejs24.x"}, true
	case "provided.al2":
		return ending{"2026-07-31", created, changed, "provided.al2023"}, true
	case "dotnet8":
		return ending{"2026-11-10", created, changed, "dotnet10"}, true
	case "python2.7", "python3.6", "python3.7", "python3.8":
		return ending{"2024-12-31", "", "", "python3.13"}, true
	case "nodejs", "nodejs4.3", "nodejs4.3-edge", "nodejs6.10", "nodejs8.10", "nodejs10.x", "nodejs12.x", "nodejs14.x", "nodejs16.x", "nodejs18.x":
		return ending{"2025-12-31", "", "", "nodejs24.x"}, true
	case "dotnetcore1.0", "dotnetcore2.0", "dotnetcore2.1", "dotnetcore3.1", "dotnet6":
		return ending{"2024-12-31", "", "", "dotnet10"}, true
	case "provided", "go1.x":
		return ending{"2024-12-31", "", "", "provided.al2023"}, true
	case "ruby2.5", "ruby2.7":
		return ending{"2024-12-31", "", "", "ruby3.4"}, true
	}
	return ending{}, false
}

func endedRuntime() Rule {
	return Rule{
		ID:       "SM509",
		Title:    "AWS supports the runtime of a function",
		Severity: diag.Warning,
		Doc: `A Lambda runtime that AWS no longer supports gets no security updates. From a later day on AWS creates
no function with it, so that a new stack cannot be deployed, and some time after that it changes none. The finding is
an error from the day on which AWS creates no more. Where the days after the end of support are not known
here, it stays a warning. Functions among the stack's resources are looked at, too.`,
		Good:    `resources: Tell: {Type: "AWS::Lambda::Function", Properties: {` + exampleOfFunction + `}}`,
		Bad:     `resources: Tell: {Type: "AWS::Lambda::Function", Properties: {Role: "arn:aws:iam::123456789012:role/a", Runtime: "python3.9", Handler: "index.handler", Code: ZipFile: "def handler(event, context): pass"}}`,
		OfStack: true,
		Check: func(p *Pass) {
			launch := p.Job.Path() + ".launch"
			switch l := p.Job.Launch; {
			case l.Custom != nil:
				p.runtime(l.Custom.Runtime, launch+".custom.runtime")
			case l.Lambda != nil:
				p.runtime(l.Lambda.Runtime, launch+".lambda.runtime")
			}
		},
		CheckStack: func(p *Pass) {
			p.functions(func(path string, properties map[string]any) {
				runtime, _ := properties["Runtime"].(string)
				p.runtime(runtime, path+".Runtime")
			})
		},
	}
}

// runtime reports a runtime whose support has ended at the time of now.
func (p *Pass) runtime(name, path string) {
	end, known := runtimeEnding(name)
	today := p.Now.UTC().Format(time.DateOnly)
	if !known || p.Now.IsZero() || today < end.unsupported {
		return
	}
	help := fmt.Sprintf("write %q, and try the code with it", end.successor)
	switch {
	case end.created == "":
		p.Report(path, fmt.Sprintf("AWS no longer supports the runtime %s", name), help)
	case today < end.created:
		p.Report(path, fmt.Sprintf("AWS has not supported the runtime %s since %s, creates no function with it from %s, and changes none from %s", name, end.unsupported, end.created, end.changed), help)
	default:
		p.reportAs(diag.Error, path, fmt.Sprintf("AWS creates no function with the runtime %s since %s, and changes none from %s", name, end.created, end.changed), help)
	}
}
