package kgateway

import (
	"log/slog"

	"github.com/kgateway-dev/kgateway/v2/pkg/logging"
	"istio.io/istio/pkg/log"
)

// quiet turns off what the controllers log: the conditions say it too.
func quiet() {
	logging.Reset(slog.LevelError + 1)
	for _, scope := range log.Scopes() {
		scope.SetOutputLevel(log.NoneLevel)
	}
}
