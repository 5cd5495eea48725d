package overlay

import (
	"errors"
	"io"
	"log"
	"net/http"
	"os"
	"sync"
)

// rendering guards what kustomize shares between builds (the schema it reads
// fields by) and what quietly changes.
var rendering sync.Mutex

// offline answers every request with an error.
type offline struct{}

func (offline) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("only what is in local files is rendered")
}

// quietly runs kustomize without a way to print or to fetch. It writes warnings
// on deprecated fields straight to os.Stderr, which is not ours to write to,
// and fetches with the default transport. That remote things are refused before
// is the lock, this is the bolt; programs that make requests while they render
// need a transport of their own.
func quietly(run func()) {
	rendering.Lock()
	defer rendering.Unlock()
	stderr, transport, logged := os.Stderr, http.DefaultTransport, log.Writer()
	defer func() {
		os.Stderr, http.DefaultTransport = stderr, transport
		log.SetOutput(logged)
	}()
	if null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0); err == nil {
		defer null.Close()
		os.Stderr = null
	}
	http.DefaultTransport = offline{}
	log.SetOutput(io.Discard)
	run()
}
