package source

import (
	"fmt"
	"path"
	"strings"

	"cuelang.org/go/cue/build"
	cueerrors "cuelang.org/go/cue/errors"
	"cuelang.org/go/cue/token"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/schema"
)

// notFound says what an import could have meant.
func (p *packages) notFound(pos token.Pos, importPath, name string) *build.Instance {
	dirs := p.directories(importPath)
	module := p.repository.Module
	switch near := diag.Suggest(importPath, []string{schema.ImportPath}); {
	case near != "":
		return p.failed(pos, importPath, "no such package; did you mean "+near+"?", "")
	case path.Base(importPath) == path.Base(schema.ImportPath) && strings.Contains(importPath, "smgen"):
		return p.failed(pos, importPath, "no such package; did you mean "+schema.ImportPath+"?", "")
	case len(dirs) > 0:
		return p.failed(pos, importPath, fmt.Sprintf("%s holds no file of package %s", dirs[0], name), "name the package behind a colon: "+importPath+":<package>")
	case strings.HasPrefix(importPath, module+"/"):
		return p.failed(pos, importPath, "no such package: there is no folder "+strings.TrimPrefix(importPath, module+"/"), "packages of this repository start with "+module)
	default:
		return p.failed(pos, importPath, "no such package", fmt.Sprintf("smgen provides %s; packages of this repository start with %s; others stand under cue.mod/pkg, nothing is downloaded", schema.ImportPath, module))
	}
}

// failed returns an instance for an import that does not work, and notes why.
func (p *packages) failed(pos token.Pos, importPath, why, help string) *build.Instance {
	p.problems = append(p.problems, diag.Diagnostic{Pos: position(pos), Message: fmt.Sprintf("import %q: %s", importPath, why), Help: help})
	instance := p.context.NewInstance(importPath, p.load)
	instance.Err = cueerrors.Newf(pos, "import failed")
	return instance
}

// splitName separates an import path from the package name: the part behind a
// colon, or else the path's last element.
func splitName(importPath string) (string, string) {
	if before, name, ok := strings.Cut(importPath, ":"); ok {
		return before, name
	}
	base, _, _ := strings.Cut(importPath, "@")
	return importPath, path.Base(base)
}
