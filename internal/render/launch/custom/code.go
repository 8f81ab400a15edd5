package custom

import (
	"fmt"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/spec"
)

// Bucket is the stack's artifact bucket: the user's choice, or the one that
// smgen makes for an account and region.
func Bucket(j *launch.Job) string {
	if !j.Stack.ArtifactBucket.IsZero() {
		return j.Text(j.Stack.ArtifactBucket)
	}
	return spec.DefaultBucket(j.Stack.Account, j.Stack.Region)
}

// code reads the launcher's code, and checks it against the function's
// settings. Mistakes are reported.
func (c *launcher) code() (launch.Asset, error) {
	c.CheckRuntime(field+".runtime", c.settings.Runtime)
	asset, err := c.Asset(c.settings.Code)
	if err != nil {
		c.Report(field+".code", err.Error(), "code is a .zip file or a directory, relative to the stack's directory")
		return launch.Asset{}, nil
	}
	c.checkHandler(asset)
	c.Out.Assets = append(c.Out.Assets, asset)
	return asset, nil
}

// checkHandler looks for the file that the handler names. For Python and
// Node.js it is the part before the last dot; other runtimes have other rules.
func (c *launcher) checkHandler(a launch.Asset) {
	module, function := cutLast(c.settings.Handler)
	var extensions []string
	switch {
	case strings.HasPrefix(c.settings.Runtime, "python"):
		extensions = []string{".py"}
	case strings.HasPrefix(c.settings.Runtime, "nodejs"):
		extensions = []string{".js", ".mjs", ".cjs"}
	default:
		return
	}
	if function == "" {
		c.Report(field+".handler", fmt.Sprintf("%q names no function", c.settings.Handler), "write file.function, such as launcher.handler")
		return
	}
	file := strings.ReplaceAll(module, ".", "/")
	found := slices.ContainsFunc(extensions, func(extension string) bool {
		return slices.Contains(a.Files, module+extension) || slices.Contains(a.Files, file+extension)
	})
	if !found {
		c.Report(field+".handler", fmt.Sprintf("the code has no file %s%s", file, extensions[0]), "the code holds "+some(a.Files))
	}
}

func cutLast(s string) (before, after string) {
	i := strings.LastIndexByte(s, '.')
	if i < 0 {
		return s, ""
	}
	return s[:i], s[i+1:]
}

// some lists the first few names.
func some(names []string) string {
	if len(names) > 6 {
		return strings.Join(names[:6], ", ") + fmt.Sprintf(" and %d more", len(names)-6)
	}
	return strings.Join(names, ", ")
}
