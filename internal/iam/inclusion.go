package iam

// includes reports whether every text that q covers is covered by p as well,
// where wildcards stand for any characters. It may be false where that is so,
// and is never true where it is not.
func (p pattern) includes(q pattern) bool {
	i, j, star, mark := 0, 0, -1, 0
	for j < len(q) {
		switch {
		case i < len(p) && p[i].char == some:
			star, mark = i, j
			i++
		case i < len(p) && (p[i] == q[j] || p[i].char == one && q[j].char >= 0):
			i++
			j++
		case star >= 0:
			mark++
			i, j = star+1, mark
		default:
			return false
		}
	}
	for i < len(p) && p[i].char == some {
		i++
	}
	return i == len(p)
}

// includesARN is includes for patterns that are compared part by part: see
// matchesARN.
func (p pattern) includesARN(q pattern) bool {
	if p.isAll() {
		return true
	}
	for range 5 {
		before, after, found := p.cut()
		qBefore, qAfter, qFound := q.cut()
		switch {
		case !found:
			return p.reaches(q)
		case !qFound:
			return false
		case qBefore.hasReference():
			// What it stands for may have colons, and shifts what follows: by the same
			// number on both sides only if it is the same part.
			if !before.equal(qBefore) {
				return false
			}
		case !before.includes(qBefore):
			return false
		}
		p, q = after, qAfter
	}
	return p.includes(q)
}

// reaches is includes for a last part, which is compared with all that is left,
// colons included. Its last reference has to stand at the same place in q: it may
// have colons, and then wildcards in front of it reach less far.
func (p pattern) reaches(q pattern) bool {
	head := 0
	for i, s := range p {
		if s.char == reference {
			head = i + 1
		}
	}
	return head <= len(q) && p[:head].equal(q[:head]) && p[head:].includes(q[head:])
}

func (p pattern) equal(q pattern) bool {
	if len(p) != len(q) {
		return false
	}
	for i := range p {
		if p[i] != q[i] {
			return false
		}
	}
	return true
}

// excludes reports whether no text is covered by both. It may be false where
// that is so, and is never true where it is not.
func (p pattern) excludes(q pattern) bool {
	for i := 0; i < len(p) && i < len(q) && p[i].char >= 0 && q[i].char >= 0; i++ {
		if p[i] != q[i] {
			return true
		}
	}
	for i := 1; i <= len(p) && i <= len(q); i++ {
		a, b := p[len(p)-i], q[len(q)-i]
		if a.char < 0 || b.char < 0 {
			return false
		}
		if a != b {
			return true
		}
	}
	return len(p) != len(q) && p.isFixed() && q.isFixed()
}

// isFixed reports whether the pattern covers one text, which is known.
func (p pattern) isFixed() bool {
	for _, s := range p {
		if s.char < 0 {
			return false
		}
	}
	return true
}
