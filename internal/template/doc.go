// Package template holds a CloudFormation template: build it, encode it, read
// one back.
//
// The words are CloudFormation's. A template has resources; each has a logical
// ID, a type such as AWS::Scheduler::Schedule, and properties. An intrinsic
// (Ref, Fn::GetAtt, Fn::ImportValue, …) is a value that CloudFormation fills
// in; to refer is to use one. A dynamic reference is the text
// {{resolve:ssm:NAME}}, which CloudFormation replaces wherever it sees it.
//
// # Writing
//
// A [Template] is written in three steps. [Template.Add] takes resources,
// usually goformation's typed structs. [Template.Ref] and its siblings return
// tokens: short random words that stand for an intrinsic and may be put into
// any string of the template, also into JSON text within JSON text. Encoding
// replaces each token by what it stands for: a string that is just one token
// becomes the intrinsic itself, a string with tokens among other text becomes
// an Fn::Join. No trace of a token is left in the output.
//
// Because a token cannot be guessed, text from a spec is never one. It is
// passed as it is, without escaping, and arrives as it is: that is this
// package's promise. The text that CloudFormation leaves no way to write is
// refused with an error that names the place: a literal {{resolve: outside of
// JSON text ([DynamicReferenceError]), a map key that is the name of an
// intrinsic ([IntrinsicKeyError]) and text that is not UTF-8
// ([InvalidUTF8Error]). Inside JSON text made by [Template.JSON] the first two
// can be written, and are.
//
// The encoded text is a contract, since CloudFormation compares templates as
// text: keys sorted, Fn::GetAtt as a list, text with references as Fn::Join
// with an empty delimiter, never Fn::Sub.
//
// # Reading
//
// [Parse] reads any template, JSON or YAML with short forms such as !Ref, into
// a [Document]: a plain tree in which numbers keep their digits. A document
// encodes to the same bytes as the template that it was read from, if that was
// written by this package.
package template
