package gateway

import (
	"strings"
	"testing"
)

func TestGeneratedName(t *testing.T) {
	x63 := strings.Repeat("x", 63)
	tests := []struct{ gateway, want string }{
		{"ai-gateway", "ai-gateway"},
		{x63, x63},
		// printf %s "$name" | sha256sum | cut -c1-12
		{x63 + "y", strings.Repeat("x", 50) + "-d00194072cfc"},
		{strings.Repeat("x", 48) + "--" + strings.Repeat("z", 20), strings.Repeat("x", 48) + "-d5a15a742360"},
	}
	for _, tt := range tests {
		if got := GeneratedName(tt.gateway); got != tt.want || len(got) > 63 {
			t.Errorf("GeneratedName(%q) = %q, want %q", tt.gateway, got, tt.want)
		}
	}
}

func TestSelectorHoldsTheGeneratedName(t *testing.T) {
	long := strings.Repeat("x", 70)
	for label, value := range Selector(long) {
		if value != GeneratedName(long) {
			t.Errorf("%s: %q", label, value)
		}
	}
}
