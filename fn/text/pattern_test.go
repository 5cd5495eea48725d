package text_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// A variable that is compiled where it is declared costs every run time before
// main. Those of the functions that make them later are literals of functions.
func TestNothingIsCompiledAtStart(t *testing.T) {
	for _, root := range []string{"..", "../../action"} {
		err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || strings.Contains(name, "/gen/") || strings.Contains(name, "/internal/") {
				return err
			}
			f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			if err != nil {
				return err
			}
			for _, decl := range f.Decls {
				if g, ok := decl.(*ast.GenDecl); ok && g.Tok == token.VAR && compiles(g) {
					t.Errorf("%s compiles a regular expression at start; use text.NewPattern", name)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func compiles(decl ast.Node) (found bool) {
	ast.Inspect(decl, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.SelectorExpr:
			x, ok := n.X.(*ast.Ident)
			found = found || ok && x.Name == "regexp" && strings.HasPrefix(n.Sel.Name, "MustCompile")
		}
		return true
	})
	return found
}
