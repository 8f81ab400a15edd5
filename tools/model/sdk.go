package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// The SDK release whose types say what the API knows today. Raise it here.
const (
	sdkModule  = "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	sdkVersion = "v1.287.0"
	sdkRoot    = "CreateTrainingJobInput"
)

// sdk is what the SDK's source declares: structures by name, and the values of
// enums in the API's own order.
type sdk struct {
	structs map[string][]field
	enums   map[string][]string
}

// field is one member of an SDK structure. Its type is written as in Go, without
// pointers and package names: string, int32, []Channel, map[string]string.
type field struct {
	name     string
	typ      string
	required bool
}

// downloadSDK fetches the SDK's source into the module cache and reads it.
func downloadSDK() (*sdk, source, error) {
	cmd := exec.Command("go", "mod", "download", "-json", sdkModule+"@"+sdkVersion)
	cmd.Dir = os.TempDir() // outside the repository, whose go.mod must not change
	out, err := cmd.Output()
	if err != nil {
		return nil, source{}, fmt.Errorf("download %s@%s: %w: %s", sdkModule, sdkVersion, err, out)
	}
	var module struct{ Dir, Info, Sum string }
	if err := json.Unmarshal(out, &module); err != nil {
		return nil, source{}, fmt.Errorf("parse module information: %w", err)
	}
	date, err := publicationDay(module.Info)
	if err != nil {
		return nil, source{}, err
	}
	s := &sdk{structs: map[string][]field{}, enums: map[string][]string{}}
	for _, name := range []string{"api_op_CreateTrainingJob.go", "types/types.go", "types/enums.go"} {
		src, err := os.ReadFile(filepath.Join(module.Dir, filepath.FromSlash(name)))
		if err != nil {
			return nil, source{}, fmt.Errorf("read SDK source: %w", err)
		}
		if err := s.parse(name, src); err != nil {
			return nil, source{}, err
		}
	}
	return s, source{Name: sdkModule, Version: sdkVersion, Date: date, Hash: module.Sum}, nil
}

func publicationDay(infoFile string) (string, error) {
	data, err := os.ReadFile(infoFile)
	if err != nil {
		return "", fmt.Errorf("read module date: %w", err)
	}
	var info struct{ Time string }
	if err := json.Unmarshal(data, &info); err != nil || len(info.Time) < len("2006-01-02") {
		return "", fmt.Errorf("parse module date %q, want an RFC 3339 time", data)
	}
	return info.Time[:len("2006-01-02")], nil
}

// parse adds one file's structures and enums.
func (s *sdk) parse(name string, src []byte) error {
	file, err := parser.ParseFile(token.NewFileSet(), name, src, parser.ParseComments)
	if err != nil {
		return fmt.Errorf("parse SDK source: %w", err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.TypeSpec:
			if t, ok := n.Type.(*ast.StructType); ok {
				s.structs[n.Name.Name] = fields(t)
			}
		case *ast.ValueSpec:
			s.addEnumValue(n)
		}
		return true
	})
	return nil
}

func fields(t *ast.StructType) []field {
	var list []field
	for _, f := range t.Fields.List {
		for _, name := range f.Names { // embedded markers have no name
			list = append(list, field{
				name:     name.Name,
				typ:      goType(f.Type),
				required: strings.Contains(f.Doc.Text(), "This member is required."),
			})
		}
	}
	return list
}

// addEnumValue records a typed string constant as a value of its type.
func (s *sdk) addEnumValue(v *ast.ValueSpec) {
	typ, ok := v.Type.(*ast.Ident)
	if !ok || len(v.Values) != 1 {
		return
	}
	if lit, ok := v.Values[0].(*ast.BasicLit); ok && lit.Kind == token.STRING {
		if value, err := strconv.Unquote(lit.Value); err == nil {
			s.enums[typ.Name] = append(s.enums[typ.Name], value)
		}
	}
}

func goType(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.StarExpr:
		return goType(e.X)
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.ArrayType:
		return "[]" + goType(e.Elt)
	case *ast.MapType:
		return "map[" + goType(e.Key) + "]" + goType(e.Value)
	default:
		return fmt.Sprintf("%T", e)
	}
}
