package lint

import (
	"errors"
	"fmt"
	"strings"

	"github.com/gatefix/gatefix/fn/source"
)

// Set changes one setting by its flat key, as the data of a ConfigMap does: the
// key is a path joined by dots ("rules.cors-max-age"), the value is YAML. The
// flags of the command line come in this way, so that every door judges a value
// alike. known are the names of the rules. The error has no place.
func (c *Config) Set(key, value string, known []string) error {
	_, err := c.set(key, value, known)
	return err
}

// set also returns the document that the value was read from, which is the
// place of the ignores in it.
func (c *Config) set(key, value string, known []string) (*source.Doc, error) {
	text := value
	parts := strings.Split(key, ".")
	for i := range parts {
		text = nest(parts[len(parts)-1-i], text)
	}
	f, err := source.Parse(key, []byte(text))
	if err != nil || f.Docs[0].Err() != nil {
		return nil, fmt.Errorf("the value of %q is not YAML", key)
	}
	inner := &decoder{doc: f.Docs[0], cfg: c, known: known, text: true}
	inner.spec(f.Docs[0].Root())
	if e := (*source.Error)(nil); errors.As(inner.err, &e) {
		return nil, errors.New(strings.TrimPrefix(e.Message, "configuration: "))
	}
	return f.Docs[0], inner.err
}
