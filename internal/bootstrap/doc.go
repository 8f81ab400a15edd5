// Package bootstrap makes what an account and region need before smgen deploys
// there: the artifact bucket, and who may do what.
//
// The permissions boundary is the most that roles of training jobs may do, and
// RolePath is where those roles are. Plan and Deploy are policies for those who run
// smgen: one looks, and changes nothing; the other deploys, and makes roles under
// that path and with that boundary alone. Roles with them can be made for pipelines,
// which come with a token of GitHub or GitLab instead of a key.
//
// All of it is one CloudFormation template, for one account and region or, with
// CloudFormation's own parameters, for all of them. Names hold the region, so that a
// second region of an account has its own.
package bootstrap
