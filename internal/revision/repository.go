package revision

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/config"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/storage/filesystem"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"
)

// ErrNoRepository tells that a directory lies in no git repository. Whoever can
// do without one may ask for it with errors.Is.
var ErrNoRepository = errors.New("no git repository")

// Repository is a git repository with a worktree, for one goroutine.
type Repository struct {
	// Root is the absolute path of the worktree, without symbolic links.
	Root string
	// git is the directory that holds the worktree's index.
	git   string
	store *filesystem.Storage
	// shallow are the commits whose parents were not fetched.
	shallow map[plumbing.Hash]bool
	// partial tells that objects are fetched when git needs them.
	partial bool
	// index is what the index holds, once it was read.
	index *staged
	// trustsMode tells that executable files on disk have the bit for it.
	trustsMode bool
}

// Open opens the git repository that dir lies in: a worktree of any kind, also
// one whose .git is a file. An error says what to do.
func Open(dir string) (*Repository, error) {
	start, err := filepath.Abs(dir)
	if err == nil {
		start, err = filepath.EvalSymlinks(start)
	}
	if err != nil {
		return nil, fmt.Errorf("open the git repository: %w", err)
	}
	for at := start; ; at = filepath.Dir(at) {
		git, err := gitDirectory(at)
		switch {
		case err != nil:
			return nil, fmt.Errorf("open the git repository: %w", err)
		case git != "":
			return open(at, git)
		case at == filepath.Dir(at):
			return nil, fmt.Errorf("%w in %s or above it; run it in a clone, or start one with git init", ErrNoRepository, start)
		}
	}
}

// gitDirectory returns the directory of git's files for the worktree at dir, or
// "" if dir is no worktree.
func gitDirectory(dir string) (string, error) {
	name := filepath.Join(dir, ".git")
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", nil
	case err != nil:
		return "", err
	case info.IsDir():
		// Git, too, looks further where a folder of that name is none of its own.
		if _, err := os.Lstat(filepath.Join(name, "HEAD")); err != nil {
			return "", nil
		}
		return name, nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	target, ok := strings.CutPrefix(string(text), "gitdir: ")
	if !ok {
		return "", fmt.Errorf("%s does not start with gitdir: ; run git init to mend it", name)
	}
	target = filepath.FromSlash(strings.TrimRight(target, "\r\n"))
	if !filepath.IsAbs(target) {
		target = filepath.Join(dir, target)
	}
	if _, err := os.Stat(filepath.Join(target, "HEAD")); err != nil {
		return "", fmt.Errorf("%s leads to %s, where no git repository is; run git worktree repair in the main worktree", name, target)
	}
	return target, nil
}

// open opens the repository with the git directory at git. It does not go by
// git.Open, which refuses what sparse and partial clones write to their
// configuration, and reading needs none of that.
func open(root, git string) (*Repository, error) {
	common, err := commonDirectory(git)
	if err != nil {
		return nil, fmt.Errorf("open the git repository: %w", err)
	}
	files := osfs.New(git)
	if common != git {
		files = dotgit.NewRepositoryFilesystem(files, osfs.New(common))
	}
	// Clones may borrow objects from others anywhere on the disk.
	everywhere := osfs.New(filepath.VolumeName(git) + string(filepath.Separator))
	store := filesystem.NewStorageWithOptions(files, cache.NewObjectLRUDefault(), filesystem.Options{AlternatesFS: everywhere})
	r := &Repository{Root: root, git: git, store: store, shallow: map[plumbing.Hash]bool{}}
	settings, err := store.Config()
	if err != nil {
		return nil, fmt.Errorf("read the configuration of the git repository %s: %w", root, err)
	}
	if err := r.configure(settings); err != nil {
		return nil, err
	}
	shallow, err := store.Shallow()
	if err != nil {
		return nil, fmt.Errorf("read which history the git repository %s has: %w", root, err)
	}
	for _, h := range shallow {
		r.shallow[h] = true
	}
	return r, nil
}

// commonDirectory is where a repository keeps what its worktrees share.
func commonDirectory(git string) (string, error) {
	text, err := os.ReadFile(filepath.Join(git, "commondir"))
	if errors.Is(err, fs.ErrNotExist) {
		return git, nil
	}
	if err != nil {
		return "", err
	}
	common := filepath.FromSlash(strings.TrimSpace(string(text)))
	if !filepath.IsAbs(common) {
		common = filepath.Join(git, common)
	}
	return common, nil
}

// configure takes what matters here from git's configuration, and refuses a
// repository whose objects or references are kept in ways that go-git does not
// read. Others of git's extensions concern who writes.
func (r *Repository) configure(settings *config.Config) error {
	r.trustsMode = !strings.EqualFold(settings.Raw.Section("core").Option("filemode"), "false")
	for _, remote := range settings.Raw.Section("remote").Subsections {
		r.partial = r.partial || strings.EqualFold(remote.Option("promisor"), "true")
	}
	readable := []string{"noop", "noop-v1", "partialclone", "preciousobjects", "worktreeconfig", "relativeworktrees"}
	for _, option := range settings.Raw.Section("extensions").Options {
		key, value := strings.ToLower(option.Key), strings.ToLower(option.Value)
		r.partial = r.partial || key == "partialclone"
		switch {
		case slices.Contains(readable, key), key == "objectformat" && value == "sha1", key == "refstorage" && value == "files":
		default:
			return fmt.Errorf("the git repository %s has the extension %s = %q, which smgen cannot read; compare two directories of rendered templates instead", r.Root, option.Key, option.Value)
		}
	}
	return nil
}

// Prefix is the path of a directory from the root of the git repository, with
// slashes, and "." for the root itself.
func (r *Repository) Prefix(dir string) (string, error) {
	resolved, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return "", fmt.Errorf("find %s in the git repository: %w", dir, err)
	}
	rel, err := filepath.Rel(r.Root, resolved)
	if err != nil || !filepath.IsLocal(rel) {
		return "", fmt.Errorf("%s lies outside the git repository %s; run it in the repository that holds the specs", dir, r.Root)
	}
	return filepath.ToSlash(rel), nil
}
