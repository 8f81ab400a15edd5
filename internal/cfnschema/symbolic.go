package cfnschema

import "strings"

// isIntrinsic reports whether v is an intrinsic function: an object with one key,
// Ref or Fn::Something.
func isIntrinsic(v any) bool {
	m, ok := v.(map[string]any)
	if !ok || len(m) != 1 {
		return false
	}
	for key := range m {
		return key == "Ref" || isFunction(key)
	}
	return false
}

// isFunction reports whether an object's key is a function that works on the
// object itself, as Fn::Transform and Fn::ForEach::Name do beside ordinary keys.
func isFunction(key string) bool { return strings.HasPrefix(key, "Fn::") }

// isAbsent reports whether CloudFormation removes the value before it looks.
func isAbsent(v any) bool {
	m, ok := v.(map[string]any)
	return ok && len(m) == 1 && m["Ref"] == "AWS::NoValue"
}

// isDynamic reports whether a string holds a dynamic reference, which
// CloudFormation replaces by a value of any length and form.
func isDynamic(s string) bool { return strings.Contains(s, "{{resolve:") }

func isString(v any) bool {
	_, ok := v.(string)
	return ok
}
