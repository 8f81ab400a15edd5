package plan

// pair says which element of a list after the change is which before; -1 is none.
type pair struct {
	before, after int
	name          string // what identifies the element, if anything does
}

// identities are the members that identify an element of a list, the most
// telling first: of tags, IAM statements and policies, targets, training channels
// and so on.
func identities() []string {
	return []string{"Key", "PolicyName", "Id", "Sid", "ChannelName", "AttributeName", "ParameterName", "InstanceGroupName", "Name"}
}

// match pairs the elements of two lists: by a member that identifies them, else
// by what they have in common at both ends, and between by their order.
func match(before, after []any) []pair {
	for _, identity := range identities() {
		old, ok := indexBy(identity, before)
		if !ok {
			continue
		}
		if new, ok := indexBy(identity, after); ok {
			return matchByName(before, after, old, new, identity)
		}
	}
	return matchByOrder(before, after)
}

// indexBy returns the indexes of a list's elements by a member of theirs, and
// false unless all have it, each another literal.
func indexBy(identity string, list []any) (map[string]int, bool) {
	index := make(map[string]int, len(list))
	for i, v := range list {
		name, ok := nameOf(v, identity)
		if _, taken := index[name]; !ok || taken {
			return nil, false
		}
		index[name] = i
	}
	return index, len(list) > 0
}

func nameOf(v any, identity string) (string, bool) {
	object, _ := v.(map[string]any)
	name, ok := object[identity].(string)
	return name, ok
}

// matchByName returns the elements after in their order, then those that are
// gone.
func matchByName(before, after []any, old, new map[string]int, identity string) []pair {
	var pairs []pair
	for i, v := range after {
		name, _ := nameOf(v, identity)
		from, ok := old[name]
		if !ok {
			from = -1
		}
		pairs = append(pairs, pair{from, i, name})
	}
	for i, v := range before {
		name, _ := nameOf(v, identity)
		if _, ok := new[name]; !ok {
			pairs = append(pairs, pair{i, -1, name})
		}
	}
	return pairs
}

func matchByOrder(before, after []any) []pair {
	shorter := min(len(before), len(after))
	head := 0
	for head < shorter && same(before[head], after[head]) {
		head++
	}
	tail := 0
	for tail < shorter-head && same(before[len(before)-1-tail], after[len(after)-1-tail]) {
		tail++
	}
	var pairs []pair
	for i := head; i < max(len(before), len(after))-tail; i++ {
		p := pair{before: i, after: i}
		if i >= len(before)-tail {
			p.before = -1
		}
		if i >= len(after)-tail {
			p.after = -1
		}
		pairs = append(pairs, p)
	}
	return pairs
}
