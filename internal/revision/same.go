package revision

import "slices"

// Pair compares two views place by place. Places that many stacks share are looked
// at once.
type Pair struct {
	one, other View
	keep       Keep
	known      map[Place]bool
}

// NewPair returns what compares two views. keep says what belongs to a place, as for
// [Visit].
func NewPair(one, other View, keep Keep) *Pair {
	return &Pair{one, other, keep, map[Place]bool{}}
}

// Same reports whether places are known to hold the same files under the same names
// in both views. What reaches into submodules, or through links out of the
// repository, is not known, and the same as nothing.
func (p *Pair) Same(places []Place) (bool, error) {
	for _, place := range places {
		same, known := p.known[place]
		if !known {
			var err error
			if same, err = p.compare(place); err != nil {
				return false, err
			}
			p.known[place] = same
		}
		if !same {
			return false, nil
		}
	}
	return true, nil
}

func (p *Pair) compare(place Place) (bool, error) {
	one, known, err := contents(p.one, place, p.keep)
	if err != nil || !known {
		return false, err
	}
	other, known, err := contents(p.other, place, p.keep)
	return known && slices.Equal(one, other), err
}

// content is what stands at a path.
type content struct {
	path string
	kind Kind
	id   string
}

// contents lists a place, and reports whether all that it holds is known.
func contents(v View, p Place, keep Keep) (list []content, known bool, err error) {
	known = true
	err = Visit(v, p, keep, func(path string, e Entry) error {
		c := content{path: path, kind: e.Kind}
		switch e.Kind {
		case Submodule, Outside:
			known = false
			return nil
		case Directory:
		default:
			var err error
			if c.id, err = v.ID(path, e); err != nil {
				return err
			}
		}
		list = append(list, c)
		return nil
	})
	return list, known, err
}
