package source

import (
	"fmt"
	"regexp"
	"strings"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/literal"
	"cuelang.org/go/cue/token"
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
	wholeNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)$`)
	placeInS3   = regexp.MustCompile(`^(s3:/*)?([a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/.*)?)$`)
)

func nextStepForString(quoted, value, want string) string {
	switch {
	case strings.HasPrefix(quoted, "'"):
		return fmt.Sprintf("write %q: single quotes are for bytes in CUE", value)
	case (strings.Contains(want, "whole") || strings.Contains(want, "a number")) && wholeNumber.MatchString(value):
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
	}
	return ""
}

func nextStepForS3(value string) string {
	switch {
	case strings.Contains(value, "${"):
		return "${…} is not expanded in CUE; another stack's bucket is {bucket: {import: \"export-name\"}, prefix: \"path/\"}"
	case strings.HasPrefix(value, "http"):
		return "write the URI that starts with s3://, not a web address"
	case strings.HasPrefix(value, "arn:"):
		return "write s3:// and the bucket's name, not its ARN"
	case placeInS3.MatchString(value):
		return fmt.Sprintf("write %q", "s3://"+placeInS3.FindStringSubmatch(value)[2])
	case strings.HasPrefix(value, "s3://"):
		return "a bucket's name has 3 to 63 lower-case letters, digits, dots and dashes"
	}
	return ""
}
