// Package store keeps records in a directory.
//
// A record is a value that encoding/json can write, under a kind and a key. Keys
// are paths: parts joined by slashes, by which [Tx.Scan] finds what belongs
// together. What one [Store.Update] writes is there as a whole or not at all, also
// when the process is killed in the middle of it. A [Blobs] directory beside it holds what is too large for a record.
//
// One process opens a directory at a time; a second one is told so at once.
package store
