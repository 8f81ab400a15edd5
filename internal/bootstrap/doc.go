// Package bootstrap makes what an account and region need before smgen deploys
// there: the artifact bucket, and who may do what.
//
// The permissions boundary is the most that roles of training jobs may do, and
// RolePath is where those roles are. Plan and Deploy are policies for those who run
// smgen: one looks, and changes nothing; the other deploys, and makes roles under
// that path and with that boundary alone. Roles with them can be made for pipelines,
// which come with a token of GitHub or GitLab instead of a key.
//
// All of it is one CloudFormation template. It names its account and region by
// CloudFormation's own parameters, so that one text serves all of them, and names
// hold the region, so that a second region of an account has its own.
package bootstrap
