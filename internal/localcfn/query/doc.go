// Package query speaks AWS's Query protocol: a form comes in, XML goes out.
//
// A request names an action, and its members as form keys, such as
// Tags.member.1.Key; [Decode] reads them into a struct. The answer of an action is
// a struct whose encoding/xml form has the members of the API's output, written by
// [Answer]; what is refused is an [Error].
package query
