// Package revision reads what git knows about a directory of specs: other
// revisions of it, and which files of the worktree differ from them. It runs no
// git command, touches neither the checkout nor the index, and never uses the
// network.
//
// A [Repository] is the git repository around a directory. [Repository.Resolve]
// finds the commit that a user names, [Repository.DefaultBase] the one that a
// change starts from when nobody names one. A [Commit] has a [Tree].
//
// Two kinds of [View] show files by one name, their path from the root of the
// git repository with slashes, and by one identity, the ID of git's blob: a
// [Tree] shows those of a commit, a [Worktree] those on disk as they are now.
// The files on disk that the index knows are not read again, nor the trees of a
// commit that are as the index has them.
//
// A [Place] is a part of the files that something depends on. A [Pair] compares
// places of two views: what depends on places that hold the same in both is the
// same in both, and need not be made twice. [Tree.Export]
// writes places of a commit to a temporary directory, for whoever reads files.
//
// Git's filters are left alone. A file whose line endings git converts counts as
// changed when the index does not know it by its size and time, which costs time
// and hides nothing. Git LFS is understood: a file on disk has the ID of its
// pointer.
package revision
