// Package session says who smgen is to AWS, and how fast it may ask.
//
// A place is an account, a region and perhaps a role to assume there. Sessions
// opens places: it finds credentials by the SDK's standard chain, asks STS whose
// they are before anything else is asked, and refuses those of another account
// than the specs name. What it returns for a place are Clients, the SDK's own,
// which share one pace for each account and region: as many calls a second as
// allowed, fewer while AWS throttles. Calls that were throttled are made again
// until they are answered; others that may be repeated, a few times.
//
// With Options.Local the credentials are those of the local endpoint, which are
// nobody's: neither the environment nor any file is read.
package session
