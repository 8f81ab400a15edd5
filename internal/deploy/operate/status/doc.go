// Package status says of many stacks how they stand: what CloudFormation has of
// them, whether that is what the specs say, and when their jobs start next.
//
// A Report has one Stack for each stack, which [Of] makes; [Text] and [JSON] print
// it.
package status
