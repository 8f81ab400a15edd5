package localcfn

import (
	"encoding/base64"
	"strconv"

	"github.com/smgen/smgen/internal/localcfn/query"
)

// itemsPerPage is how many items a page of most lists holds.
const itemsPerPage = 100

// page returns the part of a list that a token asks for, and the token of the next
// part, empty for none.
func page[T any](list []T, token string, size int) ([]T, string, error) {
	return pageOf(list, token, func(rest []T) int { return min(size, len(rest)) })
}

// pageOf is page with a page as long as fits.
func pageOf[T any](list []T, token string, fits func(rest []T) int) ([]T, string, error) {
	from := 0
	if token != "" {
		text, err := untoken(token)
		if err != nil {
			return nil, "", err
		}
		if from, err = strconv.Atoi(text); err != nil || from < 0 {
			return nil, "", badToken()
		}
	}
	from = min(from, len(list))
	to := from + fits(list[from:])
	if to < len(list) {
		return list[from:to], newToken(strconv.Itoa(to)), nil
	}
	return list[from:], "", nil
}

// fitting returns how many of the items from a place on fit on a page of a size in
// bytes, at least one.
func fitting[T any](list []T, size func(T) int, most, limit int) int {
	bytes := 0
	for i, item := range list {
		if bytes += size(item); i > 0 && bytes > limit || i == most {
			return i
		}
	}
	return len(list)
}

// newToken returns the token of a place in a list.
func newToken(place string) string { return base64.RawURLEncoding.EncodeToString([]byte(place)) }

// untoken returns the place that a token was made of.
func untoken(token string) (string, error) {
	text, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		return "", badToken()
	}
	return string(text), nil
}

func badToken() error { return query.Validation("NextToken is invalid") }
