package template

import (
	"encoding/json"
	"math/big"
	"strings"

	"gopkg.in/yaml.v3"
)

// yamlScalar reads a scalar as YAML 1.1 does, which CloudFormation follows:
// off is false, 012 is ten. The library reads most words by YAML 1.2. Dates
// stay text, since CloudFormation has no dates.
func yamlScalar(n *yaml.Node) (any, error) {
	switch n.Tag {
	case "!!str":
		if n.Style == 0 {
			return plainWord(n.Value), nil
		}
		return n.Value, nil
	case "!!timestamp":
		return n.Value, nil
	case "!!null":
		return nil, nil
	case "!!bool":
		return plainWord(n.Value), nil
	case "!!int":
		return yamlInt(n)
	case "!!float":
		return yamlFloat(n)
	}
	return nil, at(n, "CloudFormation reads no values of YAML type %s: use a string", n.Tag)
}

// yamlInt returns an integer of any base in decimal digits.
func yamlInt(n *yaml.Node) (any, error) {
	i := new(big.Int)
	// Reading digits takes time in the square of their number.
	ok := len(n.Value) < 100
	if ok {
		_, ok = i.SetString(strings.TrimPrefix(n.Value, "+"), 0)
	}
	if !ok {
		return nil, at(n, "%.100q is not an integer: quote it if it is text", n.Value)
	}
	return json.Number(i.String()), nil
}

// plainWord returns the boolean that YAML 1.1 reads in a word without quotes,
// or the word.
func plainWord(word string) any {
	switch word {
	case "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON":
		return true
	case "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF":
		return false
	}
	return word
}

// yamlFloat keeps the digits of a number that JSON can hold as it is written;
// .5 and 5. get their zero, and infinity stays text.
func yamlFloat(n *yaml.Node) (any, error) {
	s := strings.TrimPrefix(strings.ReplaceAll(n.Value, "_", ""), "+")
	sign := ""
	if rest, negative := strings.CutPrefix(s, "-"); negative {
		sign, s = "-", rest
	}
	if strings.HasPrefix(s, ".") && len(s) > 1 && digits(s[1:]) > 0 {
		s = "0" + s
	}
	if whole := digits(s); strings.HasPrefix(s[whole:], ".") && digits(s[whole+1:]) == 0 {
		s = s[:whole] + s[whole+1:]
	}
	if !isNumber(sign + s) {
		return n.Value, nil
	}
	return json.Number(sign + s), nil
}
