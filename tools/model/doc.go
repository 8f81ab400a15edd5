// Command model writes the CreateTrainingJob model that package
// internal/request/model embeds. Run it from the root of the repository:
//
//	go run ./tools/model
//
// Two public descriptions of the API go in. botocore's service model (installed
// with `pip install botocore`, found through python3) holds the constraints:
// required members, lengths, ranges, patterns. The source of the AWS SDK for Go,
// downloaded at the version that this command names, is newer and holds what
// exists today: members and enum values, without their limits.
//
// The command demands that both tell the same story. A member that only the SDK
// knows must be described in additions.json, from the API reference; a member
// that only botocore knows, a different type, or an addition that a newer botocore
// contradicts is an error that says what to edit.
package main
