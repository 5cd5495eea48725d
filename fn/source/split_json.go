package source

import (
	"bytes"
	"encoding/json"
	"io"
	"regexp"
	"sync"
)

// objectsInARow matches where one object ends and another begins, which within
// one JSON text only a string holds.
var objectsInARow = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\}[ \t\r]*\n\s*\{`) })

// splitJSON cuts a document where JSON objects follow each other on lines of
// their own, as "kubectl apply" reads and "jq" writes them. Anything else stays
// in one piece. The pieces cover the text without gaps.
func splitJSON(text []byte) [][]byte {
	whole := [][]byte{text}
	if start := bytes.TrimLeft(text, " \t\r\n"); len(start) == 0 || start[0] != '{' || !objectsInARow().Match(text) {
		return whole
	}
	var out [][]byte
	start, end := 0, 0
	for d := json.NewDecoder(bytes.NewReader(text)); ; {
		var value json.RawMessage
		switch err := d.Decode(&value); {
		case err == io.EOF:
			return append(out, text[start:])
		case err != nil:
			return whole
		}
		if end > 0 {
			between := text[end : int(d.InputOffset())-len(value)]
			line := bytes.IndexByte(between, '\n')
			if line < 0 {
				return whole
			}
			out = append(out, text[start:end+line+1])
			start = end + line + 1
		}
		end = int(d.InputOffset())
	}
}
