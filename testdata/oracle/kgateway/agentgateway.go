package kgateway

import (
	"encoding/json"
	"testing"

	"github.com/kgateway-dev/kgateway/v2/pkg/agentgateway/testutils"
)

// agentgateway asks the controller of agentgateway that kgateway v2.2.0 carries.
// It drives the translator as its own golden tests do.
func agentgateway(t *testing.T, manifest string, out Statuses) {
	t.Helper()
	queue, _ := testutils.Syncer(t, testutils.BuildMockPolicyContext(t, []any{manifest}))
	for _, written := range queue.Dump() {
		text, err := json.Marshal(written)
		if err != nil {
			t.Fatal(err)
		}
		var o struct {
			Kind     string
			Metadata struct{ Namespace, Name string }
			Status   any
		}
		if err := json.Unmarshal(text, &o); err != nil {
			t.Fatal(err)
		}
		if empty(o.Status) {
			continue
		}
		if err := out.add(ID{o.Kind, o.Metadata.Namespace, o.Metadata.Name}, o.Status); err != nil {
			t.Fatal(err)
		}
	}
}

// empty reports a status without parents or conditions, such as that of a route
// of another controller.
func empty(status any) bool {
	m, _ := status.(map[string]any)
	for _, v := range m {
		if list, ok := v.([]any); ok && len(list) > 0 {
			return false
		}
	}
	return true
}
