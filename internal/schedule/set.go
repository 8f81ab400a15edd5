package schedule

import "math/bits"

// set holds small numbers, 0 to 255, without an allocation: minutes, hours and
// days as they are, years from 1970 on.
type set [4]uint64

func (s *set) add(v int) { s[v>>6] |= 1 << (v & 63) }

func (s *set) has(v int) bool { return s[v>>6]>>(v&63)&1 == 1 }

// from returns the least number in s that is at least v, -1 if there is none.
func (s *set) from(v int) int {
	for word := v >> 6; word < len(s); word++ {
		rest := s[word]
		if word == v>>6 {
			rest &= ^uint64(0) << (v & 63)
		}
		if rest != 0 {
			return word<<6 + bits.TrailingZeros64(rest)
		}
	}
	return -1
}

// values returns the numbers in s in ascending order.
func (s *set) values() []int {
	var list []int
	for v := s.from(0); v >= 0; v = s.from(v + 1) {
		list = append(list, v)
	}
	return list
}

// last returns the greatest number in s, -1 if s is empty.
func (s *set) last() int {
	for word := len(s) - 1; word >= 0; word-- {
		if s[word] != 0 {
			return word<<6 + bits.Len64(s[word]) - 1
		}
	}
	return -1
}
