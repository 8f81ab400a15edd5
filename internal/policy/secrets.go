package policy

import (
	"fmt"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/request"
	"github.com/smgen/smgen/internal/spec"
)

func secretInRequest() Rule {
	return Rule{
		ID:       "SM501",
		Title:    "a request holds no secrets",
		Severity: diag.Warning,
		Doc: `Everybody who may describe a training job reads its variables, hyperparameters and tags,
and so does whoever reads the template or this repository's history: AWS's documentation asks for no
secrets there. The rule knows secrets by the names that people give them (HF_TOKEN, DB_PASSWORD,
SLACK_WEBHOOK_URL) and by their form (keys of AWS, tokens of GitHub or Slack, private keys, addresses with a
password). Findings never repeat a value. A secret that was written down has to be replaced by a new one:
removing the line does not take it out of the history.`,
		Good: `environment: HF_TOKEN_SECRET_ARN: "arn:aws:secretsmanager:us-east-1:123456789012:secret:hf-AbCdEf"` + "\n" +
			`access: [{actions: ["secretsmanager:GetSecretValue"], resources: ["arn:aws:secretsmanager:us-east-1:123456789012:secret:hf-AbCdEf"], reason: "the script downloads a model"}]`,
		Bad: `environment: HF_TOKEN: "not-a-real-token"`,
		Check: func(p *Pass) {
			for _, member := range []string{"HyperParameters", "Environment"} {
				values, _ := p.Request.Document[member].(map[string]any)
				for _, name := range spec.SortedKeys(values) {
					if why := secretIn(name, spec.AsText(values[name])); why != "" {
						_, path := p.member(member, name)
						p.reportSecret(path, name, why)
					}
				}
			}
			tags, _ := p.Request.Document["Tags"].([]any)
			for i, element := range tags {
				tag, _ := element.(map[string]any)
				key, _ := tag["Key"].(string)
				if why := secretIn(key, spec.AsText(tag["Value"])); why != "" {
					p.reportSecret(p.Request.Path(fmt.Sprintf("/Tags/%d/Value", i)), key, why)
				}
			}
		},
	}
}

func (p *Pass) reportSecret(path, name, why string) {
	p.Report(path, fmt.Sprintf("%q %s, and everybody who may describe the training job can read it", name, why),
		`keep it in Secrets Manager and give the script its ARN: environment: SECRET_ARN: "arn:…", with access: [{actions: ["secretsmanager:GetSecretValue"], resources: ["arn:…"], reason: "…"}]; then replace the secret, as this one is known`)
}

func secretInFunction() Rule {
	return Rule{
		ID:       "SM502",
		Title:    "a function's variables hold no secrets",
		Severity: diag.Warning,
		Doc: `The variables of a Lambda function stand in the template, and in the console for everybody
who may look at functions. A launcher of one's own gets the ARN of a secret by secrets, and permission to
read that one. Functions among the stack's resources are looked at, too. See SM501 for what is taken for a
secret.`,
		Good:    `resources: Tell: {Type: "AWS::Lambda::Function", Properties: {` + exampleOfFunction + `, Environment: Variables: SLACK_WEBHOOK_SECRET_ARN: "arn:aws:secretsmanager:us-east-1:123456789012:secret:slack-AbCdEf"}}`,
		Bad:     `resources: Tell: {Type: "AWS::Lambda::Function", Properties: {` + exampleOfFunction + `, Environment: Variables: SLACK_WEBHOOK_URL: "https://hooks.example.com/not-a-real-one"}}`,
		OfStack: true,
		Check: func(p *Pass) {
			if custom := p.Job.Launch.Custom; custom != nil {
				below := p.Job.Path() + ".launch.custom.environment"
				for _, name := range spec.SortedKeys(custom.Environment) {
					if why := secretIn(name, custom.Environment[name]); why != "" {
						p.Report(spec.Join(below, name), fmt.Sprintf("%q %s, and everybody who may look at the function can read it", name, why),
							fmt.Sprintf(`keep it in Secrets Manager and write secrets: %s_SECRET_ARN: "arn:aws:secretsmanager:<region>:<account>:secret:<name>": the function gets the ARN, and may read that secret; then replace the secret, as this one is known`, name))
					}
				}
			}
		},
		CheckStack: func(p *Pass) {
			p.functions(func(path string, properties map[string]any) {
				variables, _ := request.Member(properties, "Environment", "Variables").(map[string]any)
				for _, name := range spec.SortedKeys(variables) {
					if why := secretIn(name, spec.AsText(variables[name])); why != "" {
						p.Report(spec.Join(path+".Environment.Variables", name), fmt.Sprintf("%q %s, and everybody who may look at the function can read it", name, why),
							"keep it in Secrets Manager, and give the function its ARN and permission to read it; then replace the secret, as this one is known")
					}
				}
			})
		},
	}
}
