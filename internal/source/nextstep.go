package source

import (
	"fmt"
	"strings"
	"unicode"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/literal"
	"cuelang.org/go/cue/token"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/lazyregexp"
)

// isLiteral reports whether an expression shows its value.
func isLiteral(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.BasicLit:
		return true
	case *ast.UnaryExpr:
		return isLiteral(e.X)
	case *ast.BinaryExpr:
		return mark(e) != nil
	}
	return isNested(e)
}

// nextStep says how to turn what was given into what is wanted, where that is
// plain to see, or "".
func nextStep(given ast.Expr, want string) string {
	if marked := mark(given); marked != nil {
		given = marked
	}
	lit, ok := given.(*ast.BasicLit)
	if !ok {
		return ""
	}
	switch lit.Kind {
	case token.NULL:
		return "leave the field out: CUE needs no null"
	case token.INT, token.FLOAT, token.TRUE, token.FALSE:
		if whole, ok := strings.CutSuffix(lit.Value, ".0"); ok && strings.Contains(want, "whole") {
			return "write it without a decimal point: " + whole
		}
		if strings.HasPrefix(want, "want a string") || strings.HasPrefix(want, "want a tag value") || strings.Contains(want, "in quotes") {
			return fmt.Sprintf("write it in quotes: %q", lit.Value)
		}
	case token.STRING:
		value, err := literal.Unquote(lit.Value)
		if err == nil {
			return nextStepForString(lit.Value, value, want)
		}
	}
	return ""
}

var (
	wholeNumber = lazyregexp.New(`^-?(0|[1-9][0-9]*)$`)
	calculation = lazyregexp.New(`^[0-9]+( *[*+] *[0-9]+)+$`)
	projectName = lazyregexp.New(`^[a-zA-Z][a-zA-Z0-9-]*$`)
	day         = lazyregexp.New(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)
	account     = lazyregexp.New(`^[0-9]{12}$`)
	zone        = lazyregexp.New(`^[a-z]{2,3}(-[a-z]+)+-[0-9]+[a-z]$`)
	placeInS3   = lazyregexp.New(`^(s3:/*)?([a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/.*)?)$`)
)

func nextStepForString(quoted, value, want string) string {
	switch {
	case strings.HasPrefix(quoted, "'"):
		return fmt.Sprintf("write %q: single quotes are for bytes in CUE", value)
	case strings.TrimFunc(value, isInvisible) != value:
		return "remove what stands around the text and is not seen: a space, a new line or another blank character"
	case strings.Contains(want, "whole") && wantedUnit(want) != nil && inUnit(value, wantedUnit(want)) != "":
		return "write " + inUnit(value, wantedUnit(want)) + ", a number without unit and quotes"
	case strings.Contains(want, "whole") && calculation().MatchString(value):
		return "write it without quotes, and CUE calculates: " + value
	case (strings.Contains(want, "whole") || strings.Contains(want, "a number")) && wholeNumber().MatchString(value):
		return "write it without quotes: " + value
	case strings.Contains(want, "true or false"):
		switch strings.ToLower(value) {
		case "true", "yes", "on", "1":
			return "write true"
		case "false", "no", "off", "0":
			return "write false"
		}
	case strings.Contains(want, "an S3 URI"):
		return nextStepForS3(value)
	case strings.HasPrefix(want, "want a list"):
		return "write " + asList(value)
	case strings.Contains(want, "a UTC time") && day().MatchString(value):
		return fmt.Sprintf("write %q", value+"T00:00:00Z")
	case strings.Contains(want, "AWS account ID"):
		if digits := strings.NewReplacer("-", "", " ", "").Replace(value); account().MatchString(digits) {
			return fmt.Sprintf("write %q", digits)
		}
	case strings.Contains(want, "an AWS region") && zone().MatchString(value):
		return fmt.Sprintf("write %q: %s is an availability zone in it", value[:len(value)-1], value)
	case strings.HasPrefix(want, "want a name: a letter") && projectName().MatchString(dashed(value)):
		return fmt.Sprintf("write %q", dashed(value))
	default:
		return nextStepForChoice(value, want)
	}
	return ""
}

// dashed writes a name with dashes where it has other signs between words.
func dashed(name string) string {
	return strings.Join(strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune("_-. ", r) }), "-")
}

// nextStepForChoice recognises a value that is nearly one of those that the words
// list, as in "want File, Pipe or FastFile".
func nextStepForChoice(value, want string) string {
	list, ok := strings.CutPrefix(want, "want ")
	if !ok || !strings.Contains(list, " or ") || strings.Count(list, " ") > strings.Count(list, ", ")+2 {
		return ""
	}
	choices := strings.FieldsFunc(strings.ReplaceAll(list, " or ", ", "), func(r rune) bool { return r == ',' || r == ' ' })
	for _, choice := range append(choices, diag.Suggest(value, choices)) {
		if choice != "" && fold(choice) == fold(value) {
			return fmt.Sprintf("write %q", choice)
		}
	}
	if near := diag.Suggest(value, choices); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return ""
}

// asList writes a text as the list that it probably stands for: a list of its
// parts between commas, or between the spaces of a command line.
func asList(value string) string {
	parts := strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' })
	if len(parts) < 1 || len(value) > maxText || strings.ContainsAny(value, "\"'{") {
		return `["…"]`
	}
	for i, part := range parts {
		parts[i] = fmt.Sprintf("%q", part)
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// isInvisible covers space, and characters that take no room.
func isInvisible(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }

// webAddress is an object's address, with the bucket in the host's name.
var webAddress = lazyregexp.New(`^https://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\.s3([.-][a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?(/[^?]*)$`)

// bucketOf returns the bucket and key in an ARN of S3.
func bucketOf(arn string) string { return arn[strings.LastIndex(arn, ":")+1:] }

func nextStepForS3(value string) string {
	switch {
	case strings.Contains(value, "${"):
		return "${…} is not expanded in CUE; another stack's bucket is {bucket: {import: \"export-name\"}, prefix: \"path/\"}"
	case webAddress().MatchString(value):
		parts := webAddress().FindStringSubmatch(value)
		return fmt.Sprintf("write the URI, and not a web address: %q", "s3://"+parts[1]+parts[3])
	case strings.HasPrefix(value, "http"):
		return "write the URI that starts with s3://, not a web address"
	case strings.HasPrefix(value, "arn:") && placeInS3().MatchString(bucketOf(value)):
		return fmt.Sprintf("write the URI, and not the ARN: %q", "s3://"+bucketOf(value))
	case strings.HasPrefix(value, "arn:"):
		return "write s3:// and the bucket's name, not its ARN"
	case strings.HasPrefix(value, "s3a://"), strings.HasPrefix(value, "s3n://"):
		return fmt.Sprintf("write %q", "s3://"+value[len("s3a://"):])
	case placeInS3().MatchString(value):
		return fmt.Sprintf("write %q", "s3://"+placeInS3().FindStringSubmatch(value)[2])
	case strings.HasPrefix(value, "s3://"):
		return "a bucket's name has 3 to 63 lower-case letters, digits, dots and dashes"
	}
	return ""
}
