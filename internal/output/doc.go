// Package output prints findings for people.
package output
