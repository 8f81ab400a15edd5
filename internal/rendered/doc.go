// Package rendered keeps a directory of rendered templates, which teams commit
// beside their specs.
//
// Each stack has a folder with its template and its origins; manifest.json lists
// the stacks. A [Writer] collects what differs from the directory in a
// temporary file, and [Writer.Commit] puts all of it in place at the end, each
// file at once, so that a run that fails leaves the directory as it was. Only
// files of stacks that a manifest lists, and that are gone from the specs, are
// removed. [Writer.Compare] shows what Commit would change, and changes nothing.
package rendered
