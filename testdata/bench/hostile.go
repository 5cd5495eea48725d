package main

import (
	"bufio"
	"fmt"
	"strings"
)

const routeHead = "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: r\n"

// stream makes documents of so many bytes in all.
func stream(size int) func(string) error {
	return func(path string) error {
		return written(path, func(w *bufio.Writer) {
			for i, n := 0, 0; n < size; i++ {
				wrote, _ := w.WriteString("---\n" + resource(i, "300"))
				n += wrote
			}
		})
	}
}

// oneDocument makes one route with very many rules.
func oneDocument(path string) error {
	return written(path, func(w *bufio.Writer) {
		w.WriteString(routeHead + "spec:\n  rules:\n")
		for i := range 50_000 {
			fmt.Fprintf(w, "  - matches:\n    - path:\n        type: PathPrefix\n        value: /api/v%d\n    backendRefs:\n    - name: svc-%d\n      port: 8080\n      weight: 100\n      # a comment of some length, as people write them\n", i, i)
		}
	})
}

// aliases makes a route that says one name very often.
func aliases(n int) func(string) error {
	return func(path string) error {
		return written(path, func(w *bufio.Writer) {
			w.WriteString(routeHead + "spec:\n  x: &a name\n  hostnames: [")
			for range n {
				w.WriteString("*a, ")
			}
			w.WriteString("*a]\n")
		})
	}
}

// bomb makes a route whose aliases written out are some 10^36 values.
func bomb(path string) error {
	return written(path, func(w *bufio.Writer) {
		w.WriteString(routeHead + "spec:\n  a0: &a0 [x, x, x, x, x, x, x, x, x]\n")
		for i := 1; i < 40; i++ {
			fmt.Fprintf(w, "  a%d: &a%d [%s*a%d]\n", i, i, strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 8), i-1)
		}
	})
}

// levels makes a route with lists in lists.
func levels(n int) func(string) error {
	return text(routeHead + "spec:\n  rules: " + strings.Repeat("[", n) + strings.Repeat("]", n) + "\n")
}

// scalar makes a route with one very long word.
func scalar(size int) func(string) error {
	return func(path string) error {
		return written(path, func(w *bufio.Writer) {
			w.WriteString(routeHead + "spec:\n  hostnames:\n  - ")
			for range size / 64 {
				w.WriteString(strings.Repeat("x", 64))
			}
			w.WriteString("\n")
		})
	}
}
