package source

import (
	"bytes"
	"fmt"
	"io"
	"os"
)

// TooLarge is a stream of more bytes than are read.
type TooLarge struct {
	Limit int64

	read [][]byte
}

func (e *TooLarge) Error() string {
	return fmt.Sprintf("more than %s; at most that much is read", Bytes(e.Limit))
}

// Start is the beginning of the stream.
func (e *TooLarge) Start() []byte {
	if len(e.read) == 0 {
		return nil
	}
	return e.read[0]
}

// HandOn writes the stream as it came: what was read of it, and the rest.
func (e *TooLarge) HandOn(to io.Writer, rest io.Reader) error {
	for _, b := range e.read {
		if _, err := to.Write(b); err != nil {
			return err
		}
	}
	_, err := io.Copy(to, rest)
	return err
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

// chunk is the most that is read at a time of what does not tell its size.
const chunk = 1 << 20

// Read reads all of a stream, or fails with [TooLarge] where it holds more than
// limit bytes. It needs little more memory than the text takes. With any other
// error it returns what it has read.
func Read(r io.Reader, limit int64) ([]byte, error) {
	if size, known := sizeOf(r); known {
		return readSized(r, size, limit)
	}
	var chunks [][]byte
	for total, size := int64(0), 32<<10; ; size = min(2*size, chunk) {
		b := make([]byte, size)
		n, err := io.ReadFull(r, b)
		chunks = append(chunks, b[:n])
		total += int64(n)
		switch {
		case total > limit:
			return nil, &TooLarge{limit, chunks}
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
		start := make([]byte, min(size, chunk))
		n, _ := io.ReadFull(r, start)
		return nil, &TooLarge{limit, [][]byte{start[:n]}}
	}
	b := bytes.NewBuffer(make([]byte, 0, size+bytes.MinRead))
	if _, err := b.ReadFrom(io.LimitReader(r, limit+1)); err != nil {
		return b.Bytes(), err
	}
	if int64(b.Len()) > limit {
		return nil, &TooLarge{limit, [][]byte{b.Bytes()}}
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
