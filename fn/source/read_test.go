package source

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
)

// A stream and a file of a size that is read come whole; one byte more is
// refused, and what was read can be handed on with the rest.
func TestRead(t *testing.T) {
	const limit = 2*chunk + 10
	for _, size := range []int{0, 1, chunk - 1, chunk, chunk + 1, limit, limit + 1, 4 * chunk} {
		text := bytes.Repeat([]byte("0123456789abcde\n"), size/16+1)[:size]
		for name, open := range map[string]func() io.Reader{
			"stream": func() io.Reader { return struct{ io.Reader }{bytes.NewReader(text)} },
			"file":   func() io.Reader { return fileOf(t, text) },
		} {
			r := open()
			got, err := Read(r, limit)
			var large *TooLarge
			switch {
			case size <= limit && (err != nil || !bytes.Equal(got, text)):
				t.Errorf("%s of %d: %d bytes, %v", name, size, len(got), err)
			case size > limit && !errors.As(err, &large):
				t.Errorf("%s of %d: %v", name, size, err)
			case size > limit:
				var out bytes.Buffer
				if err := large.HandOn(&out, r); err != nil || !bytes.Equal(out.Bytes(), text) {
					t.Errorf("%s of %d: %d bytes are handed on, %v", name, size, out.Len(), err)
				}
				if !bytes.HasPrefix(text, large.Start()) || len(large.Start()) == 0 {
					t.Errorf("%s of %d starts with %d bytes", name, size, len(large.Start()))
				}
			}
		}
	}
}

func fileOf(t *testing.T, text []byte) *os.File {
	t.Helper()
	f, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	if _, err := f.Write(text); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestTooLargeSaysHowMuch(t *testing.T) {
	for limit, want := range map[int64]string{1 << 20: "1 MiB", 3 << 10: "3 KiB", 1025: "1025 bytes"} {
		if got := (&TooLarge{Limit: limit}).Error(); !strings.Contains(got, want) {
			t.Errorf("%d: %s", limit, got)
		}
	}
}
