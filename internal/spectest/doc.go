// Package spectest makes specs for the tests of other packages. They are written
// in CUE and read as a user's are, so that a test sees the defaults, origins and
// layers that the code will see.
package spectest
