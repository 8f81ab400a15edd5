package revision

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"slices"
	"strings"
)

// Key sums up places of a view. Places with one key hold the same files under
// the same names.
type Key struct {
	sum string
}

// Same reports whether two keys are known to be of the same files. Places that
// reach into submodules, or through links out of the repository, are not known,
// and the same as nothing.
func (k Key) Same(other Key) bool { return k.sum != "" && k.sum == other.sum }

// Keys makes the keys of one view. Places that many stacks share are looked at
// once.
type Keys struct {
	view    View
	keep    Keep
	version string
	known   map[Place]string
}

// NewKeys returns what makes the keys of a view. keep says what belongs to a
// place, as for [Visit]; version is that of the program which makes something of
// the files, and part of each key.
func NewKeys(v View, keep Keep, version string) *Keys {
	return &Keys{view: v, keep: keep, version: version, known: map[Place]string{}}
}

// Key returns the key of places, in whatever order.
func (k *Keys) Key(places []Place) (Key, error) {
	places = slices.Clone(places)
	slices.SortFunc(places, comparePlaces)
	sum := sha256.New()
	fmt.Fprintf(sum, "%q\n", k.version)
	for _, p := range slices.Compact(places) {
		known, ok := k.known[p]
		if !ok {
			var err error
			if known, err = k.place(p); err != nil {
				return Key{}, err
			}
			k.known[p] = known
		}
		if known == "" {
			return Key{}, nil
		}
		fmt.Fprintf(sum, "%q %t %s\n", p.Path, p.Deep, known)
	}
	return Key{hexSum(sum)}, nil
}

// place sums up one place, or returns "" if what it holds is not known.
func (k *Keys) place(p Place) (string, error) {
	sum, known := sha256.New(), true
	err := Visit(k.view, p, k.keep, func(name string, e Entry) error {
		switch e.Kind {
		case Submodule, Outside:
			known = false
			return nil
		case Directory:
			fmt.Fprintf(sum, "%q %s\n", name, e.Kind)
			return nil
		}
		id, err := k.view.ID(name, e)
		fmt.Fprintf(sum, "%q %s %s\n", name, e.Kind, id)
		return err
	})
	if err != nil || !known {
		return "", err
	}
	return hexSum(sum), nil
}

func hexSum(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }

func comparePlaces(a, b Place) int {
	switch c := strings.Compare(a.Path, b.Path); {
	case c != 0:
		return c
	case a.Deep == b.Deep:
		return 0
	case a.Deep:
		return 1
	}
	return -1
}
