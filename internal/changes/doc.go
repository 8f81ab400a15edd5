// Package changes tells which stacks differ between a commit and the worktree,
// without evaluating specs, and opens the commit's specs for those that do.
//
// [Compare] looks at what each stack is made of: a stack whose files are the same
// renders the same template, and need not be compiled twice. The others are
// compiled, at the base from what [Comparison.Open] copies:
//
//	git, err := revision.Open(repository.Dir)
//	base, err := git.DefaultBase(os.Getenv)
//	c, err := changes.Compare(changes.Options{Repository: repository, Git: git, Base: base.Commit})
//	copy, err := c.Open(append(c.Changed, c.Removed...))
//	defer copy.Close()
//	compile.Run(ctx, compile.Options{Repository: copy.Repository, Dirs: …}, …)
//
// A stack that moved to another directory is removed at one and added at the
// other. [Moves] finds the pairs, once the stacks have been read.
package changes
