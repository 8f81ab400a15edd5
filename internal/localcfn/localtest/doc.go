// Package localtest opens local endpoints for tests, which ask them over HTTP.
package localtest
