package diag

import "strings"

// Suggest returns the known name that given was probably meant to be, or "" if
// none is close. Letter case, underscores and dashes count for nothing, so that
// instance_type and InstanceType both suggest instanceType.
func Suggest(given string, known []string) string {
	most := max(1, min(4, len(given)/3))
	best, bestDistance := "", most+1
	folded := fold(given)
	for _, name := range known {
		if name == given {
			continue
		}
		d := distance(folded, fold(name), most+1)
		if d < bestDistance || d <= most && d == bestDistance && name < best {
			best, bestDistance = name, d
		}
	}
	return best
}

func fold(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(strings.ToLower(s), "_", ""), "-", "")
}

// distance is the Damerau-Levenshtein distance (optimal string alignment) of a
// and b, or limit if it is at least that.
func distance(a, b string, limit int) int {
	if diff := len(a) - len(b); diff >= limit || -diff >= limit {
		return limit
	}
	var beforeLast []int
	last := make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], beforeLast[j-2]+1)
			}
		}
		beforeLast, last = last, row
	}
	return min(last[len(b)], limit)
}
