package localcfn

import (
	"time"

	"github.com/smgen/smgen/internal/arn"
	"github.com/smgen/smgen/internal/localcfn/query"
)

// identity is the output of GetCallerIdentity.
type identity struct{ Arn, UserId, Account string }

// assumed is the output of AssumeRole.
type assumed struct {
	AssumedRoleUser struct{ AssumedRoleId, Arn string }
	Credentials     struct {
		AccessKeyId, SecretAccessKey, SessionToken string
		Expiration                                 query.Time
	}
}

// security does an action of STS.
func (s *Server) security(q request) (any, error) {
	switch q.action {
	case "GetCallerIdentity":
		if q.key == "" {
			return nil, &query.Error{Status: 403, Code: "MissingAuthenticationToken", Message: "Request is missing Authentication Token"}
		}
		return identity{session(arn.Partition(q.region), q.account), "AROALOCALLOCALLOCAL:smgen", q.account}, nil
	case "AssumeRole", "AssumeRoleWithWebIdentity":
		return s.assume(q)
	}
	return nil, query.Refuse("InvalidAction", "Could not find operation %s for version 2011-06-15; this endpoint does not have it", q.action)
}

// assume gives keys for the account of a role; there are no roles, and every one can
// be assumed.
func (s *Server) assume(q request) (any, error) {
	role, err := arn.Parse(q.form.Get("RoleArn"))
	if err != nil || role.Service != "iam" || len(role.Account) != 12 {
		return nil, query.Validation("%s is invalid", q.form.Get("RoleArn"))
	}
	var out assumed
	out.AssumedRoleUser.AssumedRoleId = "AROALOCALLOCALLOCAL:" + q.form.Get("RoleSessionName")
	out.AssumedRoleUser.Arn = session(role.Partition, role.Account)
	out.Credentials.AccessKeyId = "LOCAL" + role.Account
	out.Credentials.SecretAccessKey = "local"
	out.Credentials.SessionToken = "local"
	out.Credentials.Expiration = query.Time{Time: s.options.Now().Add(time.Hour)}
	return out, nil
}

// session is the ARN of the endpoint's only role.
func session(partition, account string) string {
	return arn.ARN{Partition: partition, Service: "sts", Account: account, Resource: "assumed-role/local/smgen"}.String()
}
