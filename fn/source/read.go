package source

import (
	"bytes"
	"fmt"
	"io"
	"os"
)

// TooLarge is an input of more bytes than are read.
type TooLarge struct{ Limit int64 }

func (e *TooLarge) Error() string {
	return fmt.Sprintf("more than %s; at most that much is read", Bytes(e.Limit))
}

// Bytes writes a number of bytes as people say it.
func Bytes(n int64) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", n>>20)
	case n >= 1<<10 && n%(1<<10) == 0:
		return fmt.Sprintf("%d KiB", n>>10)
	}
	return fmt.Sprintf("%d bytes", n)
}

// chunk is how much is read at a time of what does not tell its size.
const chunk = 1 << 20

// Read reads all of a stream, or fails with [TooLarge] where it holds more than
// limit bytes. With every error it returns what it has read, so that this can be
// handed on; the rest is left in the stream.
func Read(r io.Reader, limit int64) ([]byte, error) {
	if size, known := sizeOf(r); known {
		return readSized(r, size, limit)
	}
	var chunks [][]byte
	for total := int64(0); ; {
		b := make([]byte, chunk)
		n, err := io.ReadFull(r, b)
		chunks = append(chunks, b[:n])
		total += int64(n)
		switch {
		case total > limit:
			return bytes.Join(chunks, nil), &TooLarge{limit}
		case err == io.EOF || err == io.ErrUnexpectedEOF:
			return bytes.Join(chunks, nil), nil
		case err != nil:
			return bytes.Join(chunks, nil), err
		}
	}
}

// sizeOf returns how much is left to read, where a file tells.
func sizeOf(r io.Reader) (int64, bool) {
	f, ok := r.(*os.File)
	if !ok {
		return 0, false
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return 0, false
	}
	at, err := f.Seek(0, io.SeekCurrent)
	return max(info.Size()-at, 0), err == nil
}

// readSized reads what is expected to be of a size, and may have grown.
func readSized(r io.Reader, size, limit int64) ([]byte, error) {
	if size > limit {
		return nil, &TooLarge{limit}
	}
	b := bytes.NewBuffer(make([]byte, 0, size+bytes.MinRead))
	if _, err := b.ReadFrom(io.LimitReader(r, limit+1)); err != nil {
		return b.Bytes(), err
	}
	if int64(b.Len()) > limit {
		return b.Bytes(), &TooLarge{limit}
	}
	return b.Bytes(), nil
}

// ReadFile is [Read] for a file.
func ReadFile(name string, limit int64) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return Read(f, limit)
}
