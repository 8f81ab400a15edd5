package cfnschema

// unchecked stands for a pattern that Go's regexp cannot express.
const unchecked = ""

// translations maps the registry's patterns that Go's regexp refuses (it has no
// look-around, \Z or \uXXXX) to ones that accept the same strings. A test demands
// that every entry is needed and that no other pattern needs one.
func translations() map[string]string {
	return map[string]string{
		// Not blank.
		`^(?!\s*$).+$`: `^.*\S.*$`,
		// A bucket's name does not end in a dot.
		`^[0-9A-Za-z\.\-_]*(?<!\.)$`: `^([0-9A-Za-z.\-_]*[0-9A-Za-z\-_])?$`,
		// An event source of one's own does not start with "aws.".
		`^(?=[/\.\-_A-Za-z0-9]+)((?!aws\.).*)|(\$(\.[\w_-]+(\[(\d+|\*)\])*)*)$`: `^([/.\-_A-Zb-z0-9]|a([^w]|$)|aw([^s]|$)|aws([^.]|$))|(\$(\.[\w_-]+(\[(\d+|\*)\])*)*)$`,
		// The name of a Kafka topic, which nothing that smgen makes has.
		`^(^(?!(system\x2e)))(^[_a-zA-Z0-9])([^$]*)$`: unchecked,

		`^[.\-_/#A-Za-z0-9]{1,512}\Z`:                            `^[.\-_/#A-Za-z0-9]{1,512}\z`,
		`^arn:[a-z0-9-]+:kms:[a-z0-9-]+:\d{12}:(key|alias)/.+\Z`: `^arn:[a-z0-9-]+:kms:[a-z0-9-]+:\d{12}:(key|alias)/.+\z`,
		`^(\u002F)|(\u002F[\u0021-\u007E]+\u002F)$`:              `^(/)|(/[\x{0021}-\x{007E}]+/)$`,
		`^[\u0009\u000A\u000D\u0020-\u00FF]+$`:                   `^[\x{0009}\x{000A}\x{000D}\x{0020}-\x{00FF}]+$`,
		`^[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*$`:      `^[\x{0009}\x{000A}\x{000D}\x{0020}-\x{007E}\x{00A1}-\x{00FF}]*$`,
		// Stands at the top of a Lambda function, where it constrains an object
		// and so nothing: the validator's build lost the place that it belongs to.
		`^(?!arn:[a-zA-Z0-9-]+:lambda:::awslayer:)`: unchecked,
	}
}
