package operate

import "fmt"

// The tags by which smgen knows its stacks. See package request.
const (
	tagManager    = "ManagedBy"
	tagRepository = "Repository"
)

// Stranger says in a sentence why a stack that has the name of a spec is not that
// spec's, and empty if it is: it was deployed by somebody else, or from another
// repository. A stack that is empty belongs to nobody yet.
func (s *Stack) Stranger() string {
	if s.Live == nil || StandingOf(s.Live.Status).Phase == Waiting {
		return ""
	}
	want := map[string]string{}
	for _, tag := range s.Tags {
		want[tag.Key] = tag.Value
	}
	switch got := s.Live.Tags; {
	case got[tagManager] != want[tagManager]:
		return fmt.Sprintf("the stack %s was not deployed from these specs: its tag %s is %q and not %q", s.Name, tagManager, got[tagManager], want[tagManager])
	case got[tagRepository] != want[tagRepository]:
		return fmt.Sprintf("the stack %s was deployed from another repository: its tag %s is %q and not %q", s.Name, tagRepository, got[tagRepository], want[tagRepository])
	}
	return ""
}

// IsManaged reports whether a stack with the given tags was deployed by smgen from
// the given repository.
func IsManaged(tags map[string]string, repository string) bool {
	return repository != "" && tags[tagManager] == "smgen" && tags[tagRepository] == repository
}
